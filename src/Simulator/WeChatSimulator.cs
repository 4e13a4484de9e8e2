using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Control;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Faults;
using WxYarpGateway.Simulator.Media;
using WxYarpGateway.Simulator.Menus;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Tickets;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator;

/// <summary>Plays WeChat over a real socket: answers its API and pushes messages to a gateway.</summary>
public sealed class WeChatSimulator : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    private readonly AccountBook _accounts = new();
    private readonly UserBook _users = new();
    private readonly HttpClient _pushes = PushConnection.Create();
    private readonly TimeProvider _clock;
    private readonly TokenRegister _tokens;
    private readonly ReplyWindows _windows;
    private readonly WebApplication _host;
    private bool _isDisposed;

    private WeChatSimulator(SimulatorOptions options)
    {
        _clock = options.TimeProvider;
        _tokens = new TokenRegister(_clock);
        _windows = new ReplyWindows(_clock);
        _host = BuildHost(options);
        var router = new ApiRouter(Endpoints(), Streaming(), _accounts, _tokens, Calls, Faults, _clock);
        if (options.HasControlApi)
        {
            _host.Map(ControlEndpoints.Root, control => control.Run(new ControlEndpoints(this).InvokeAsync));
        }

        _host.Run(router.InvokeAsync);
    }

    /// <summary>Gets the address it listens on, for a gateway's <c>WeChat:ApiUrl</c>.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Gets the accounts' customer-service messages.</summary>
    public SentMessages SentMessages { get; } = new();

    /// <summary>Gets what was uploaded and what can be downloaded.</summary>
    public MediaShelf Media { get; } = new();

    /// <summary>Gets the count of calls, by path and account.</summary>
    public CallCounter Calls { get; } = new();

    /// <summary>Gets the faults that calls are to meet.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Starts a simulator.</summary>
    public static async Task<WeChatSimulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        var simulator = new WeChatSimulator(options);
        try
        {
            await simulator._host.StartAsync(cancellationToken);
            var server = (IServer)simulator._host.Services.GetService(typeof(IServer))!;
            simulator.Address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds an account, or replaces the one of the same AppId; its tokens and users stay.</summary>
    public void AddAccount(SimulatedAccount account) => _accounts.Add(account);

    /// <summary>Adds a follower of an account, or replaces the one of the same openid.</summary>
    public void AddUser(string appId, SimulatedUser user) => _users.Add(appId, user);

    /// <summary>Makes the account's tokens invalid at once (errcode 40001), as an operator or another program may.</summary>
    public void RevokeToken(string appId) => _tokens.Revoke(appId);

    /// <summary>Returns whether a token would open the API now.</summary>
    public bool IsTokenValid(string token) => _tokens.StateOf(token) == TokenState.Valid;

    /// <summary>Pushes a message to the account's server URL as WeChat does, with its re-deliveries.</summary>
    public Task<PushResult> PushAsync(string appId, PushedMessage message, CancellationToken cancellationToken) =>
        PushAsync(appId, message, new PushOptions(), cancellationToken);

    /// <summary>Pushes a message as WeChat does, or as a forger would.</summary>
    public async Task<PushResult> PushAsync(string appId, PushedMessage message, PushOptions options, CancellationToken cancellationToken)
    {
        var account = _accounts.Find(appId);
        var identity = PushIdentity.Of(account, options);
        var rendered = MessageWriter.Write(message, identity, _clock.GetUtcNow());
        if (rendered.FromUser is { } user)
        {
            _windows.Open(appId, user, rendered.Event);
        }

        return await new PushSender(_pushes, _clock).SendAsync(identity, UrlOf(account, options), rendered, options, cancellationToken);
    }

    /// <summary>Verifies the account's server URL, as WeChat does when an operator saves it.</summary>
    public Task<UrlVerification> VerifyUrlAsync(string appId, CancellationToken cancellationToken) =>
        VerifyUrlAsync(appId, new PushOptions(), cancellationToken);

    /// <summary>Verifies a server URL, with another URL, token, timestamp, nonce or signature if the options say so.</summary>
    public Task<UrlVerification> VerifyUrlAsync(string appId, PushOptions options, CancellationToken cancellationToken)
    {
        var account = _accounts.Find(appId);
        return new UrlVerifier(_pushes, _clock).VerifyAsync(PushIdentity.Of(account, options), UrlOf(account, options), options, cancellationToken);
    }

    /// <summary>Stops listening; calls that still hang are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        using var farewell = new CancellationTokenSource(Farewell);
        await _host.StopAsync(farewell.Token);
        await _host.DisposeAsync();
        _pushes.Dispose();
    }

    private static Uri UrlOf(SimulatedAccount account, PushOptions options) =>
        options.Url
        ?? (options.UrlOfEachDelivery is [var first, ..] ? first : account.GatewayUrl)
        ?? throw new InvalidOperationException($"Account '{account.AppId}' has no GatewayUrl to push to.");

    private static WebApplication BuildHost(SimulatorOptions options)
    {
        // The empty builder reads no configuration: a simulator obeys its options alone, wherever it is started.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.SetMinimumLevel(options.LogLevel);
        if (options.LogLevel != LogLevel.None)
        {
            builder.Logging.AddSimpleConsole();
        }

        return builder.Build();
    }

    private Dictionary<string, Func<ApiCall, ApiAnswer>> Endpoints()
    {
        var gate = new AccessGate(_accounts, _tokens);
        var tokens = new TokenEndpoints(_accounts, _tokens);
        var menus = new MenuEndpoints(gate, new MenuBook());
        return new Dictionary<string, Func<ApiCall, ApiAnswer>>(StringComparer.Ordinal)
        {
            [ApiPath.ClassicToken] = tokens.Classic,
            [ApiPath.StableToken] = tokens.Stable,
            [ApiPath.UserInfo] = new UserEndpoints(gate, _users).Describe,
            [ApiPath.CustomSend] = new CustomerServiceEndpoints(gate, _windows, SentMessages, _clock).Send,
            [ApiPath.Ticket] = new TicketEndpoints(gate, new TicketRegister(_clock)).Get,
            [ApiPath.MenuGet] = menus.Get,
            [ApiPath.MenuCreate] = menus.Create,
        };
    }

    private Dictionary<string, Func<HttpContext, ApiCall, Task<ApiAnswer?>>> Streaming()
    {
        var gate = new AccessGate(_accounts, _tokens);
        var media = new MediaEndpoints(gate, Media, _clock);
        return new Dictionary<string, Func<HttpContext, ApiCall, Task<ApiAnswer?>>>(StringComparer.Ordinal)
        {
            [ApiPath.MediaUpload] = media.UploadAsync,
            [ApiPath.MediaGet] = media.GetAsync,
            [ApiPath.MiniProgramCode] = new CodeEndpoints(gate).CreateAsync,
        };
    }
}
