using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Addresses;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Control;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Faults;
using WxYarpGateway.Simulator.MassMessages;
using WxYarpGateway.Simulator.Media;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Shop;
using WxYarpGateway.Simulator.Templates;
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
    private readonly LaterPushes _later;
    private readonly Action<string>? _journal;
    private bool _isDisposed;

    private WeChatSimulator(SimulatorOptions options)
    {
        _clock = options.TimeProvider;
        _journal = options.Journal;
        _tokens = new TokenRegister(_clock);
        _windows = new ReplyWindows(_clock);
        Chats = new ChatLog(_clock);
        _host = BuildHost(options);
        _later = new LaterPushes(PushAsync, _host.Logger);
        var oAuth = new OAuthRegister(_clock);
        var signedIn = new SignedInUsers(_users);
        OAuth = new WebAuthorization(_accounts, _users, oAuth, signedIn);
        var apis = new SimulatedApis(_accounts, _users, _tokens, _clock)
        {
            OAuth = oAuth,
            SignedIn = signedIn,
            Windows = _windows,
            Messages = SentMessages,
            Chats = Chats,
            Templates = SentTemplates,
            MassMessages = SentMassMessages,
            Later = _later,
            Addresses = Addresses,
            Shop = Shop,
            Media = Media,
        };
        var (plain, streaming) = (apis.Plain(), apis.Streaming());
        Paths = [.. plain.Keys, .. streaming.Keys];
        var router = new ApiRouter(plain, streaming, _accounts, OwnerOf, Calls, Faults, _journal, _clock);
        string? OwnerOf(string token) => _tokens.FindAppId(token) ?? oAuth.FindAppId(token);
        if (options.HasControlApi)
        {
            _host.Map(ControlEndpoints.Root, control => control.Run(new ControlEndpoints(this).InvokeAsync));
        }

        _host.Run(router.InvokeAsync);
    }

    /// <summary>Gets the address it listens on, for a gateway's <c>WeChat:ApiUrl</c> and <c>WeChat:OpenUrl</c>.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Gets every path of the WeChat API that is answered.</summary>
    internal IReadOnlyList<string> Paths { get; }

    /// <summary>Gets the accounts' customer-service messages.</summary>
    public SentMessages SentMessages { get; } = new();

    /// <summary>Gets what passed between users and accounts, in order: pushes, replies, typing and customer-service messages.</summary>
    public ChatLog Chats { get; }

    /// <summary>Gets the accounts' template messages.</summary>
    public SentTemplates SentTemplates { get; } = new();

    /// <summary>Gets the accounts' messages to many users.</summary>
    public SentMassMessages SentMassMessages { get; } = new();

    /// <summary>Gets what decides who signs in on web pages, and the codes that came of it.</summary>
    public WebAuthorization OAuth { get; }

    /// <summary>Gets the orders of the accounts that are Channels shops.</summary>
    public ShopBook Shop { get; } = new();

    /// <summary>Gets the addresses that WeChat says its servers have.</summary>
    public ServerAddresses Addresses { get; } = new();

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

    internal SimulatedAccount FindAccount(string appId) => _accounts.Find(appId);

    /// <summary>Adds a follower of an account, or replaces the one of the same openid.</summary>
    public void AddUser(string appId, SimulatedUser user) => _users.Add(appId, user);

    /// <summary>Makes the account's tokens invalid at once (errcode 40001), as an operator or another program may.</summary>
    public void RevokeToken(string appId) => _tokens.Revoke(appId);

    /// <summary>Lets the account's tokens expire now (errcode 42001), whatever life was told with them.</summary>
    public void ExpireToken(string appId) => _tokens.Expire(appId);

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
            Chats.AddPush(appId, user, rendered);
        }

        var result = await new PushSender(_pushes, _clock).SendAsync(identity, UrlOf(account, options), rendered, options, cancellationToken);
        if (rendered.FromUser is { } reader)
        {
            Chats.AddAnswer(appId, reader, result);
        }

        _journal?.Invoke($"push  {rendered.Event ?? rendered.MsgType ?? "raw"}  {appId}  {PushSummary.Of(result)}");

        return result;
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
        await _later.DisposeAsync();
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
}
