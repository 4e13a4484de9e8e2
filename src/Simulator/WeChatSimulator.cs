using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Media;
using WxYarpGateway.Simulator.MiniPrograms.ContentChecks;
using WxYarpGateway.Simulator.MiniPrograms.Notices;
using WxYarpGateway.Simulator.MiniPrograms.Phones;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Publishing;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.ReleaseChecks;
using WxYarpGateway.Simulator.Shop;
using WxYarpGateway.Simulator.Templates;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator;

/// <summary>Plays WeChat over a real socket: answers its API and pushes messages to a gateway.</summary>
public sealed class WeChatSimulator : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(500);

    private readonly SimulatorState _state;
    private readonly AccountPusher _pusher;
    private readonly LaterPushes _later;
    private readonly PlatformPusher _platformPusher;
    private readonly TicketPushes _tickets;
    private readonly WebApplication _host;
    private bool _isDisposed;

    private WeChatSimulator(SimulatorOptions options)
    {
        _state = new SimulatorState(options.TimeProvider);
        _pusher = new AccountPusher(_state, options.Journal);
        _host = BuildHost(options);
        _later = new LaterPushes(PushAsync, _host.Logger);
        OAuth = new WebAuthorization(_state.Accounts, _state.Users, _state.OAuth, _state.SignedIn);
        _platformPusher = new PlatformPusher(_state.Clock, options.Journal);
        _tickets = new TicketPushes(_platformPusher, _later, _state.Clock);
        var flow = new AuthorizationFlow(_platformPusher, _state.Clock);
        Platforms = new PlatformControl(_state.Platforms, _state.Accounts, _platformPusher, _tickets, flow, _later);
        var office = new AuditOffice(_state.Code, _state.Accounts, _state.Platforms, PushAsync, _later, _state.Clock);
        Code = new CodeControl(_state.Code, _state.Platforms, office);
        Phones = new PhoneControl(_state.Accounts, _state.Users, _state.Logins, _state.PhoneCodes, _state.Clock);
        Notices = new NoticeControl(_state.Accounts, _state.Notices, _state.Platforms, PushAsync);
        var apis = SimulatedApis.Create(_state, _later, _tickets, flow, office);
        Paths = apis.Paths;
        if (options.HasControlApi)
        {
            _host.Map(ControlEndpoints.Root, control => control.Run(new ControlEndpoints(this, _state).InvokeAsync));
        }

        var router = new ApiRouter(apis, _state.Knows, _state.OwnerOf, _state.Calls, _state.Faults, options.Journal, _state.Clock);
        _host.Run(router.InvokeAsync);
    }

    /// <summary>Gets the address it listens on, for a gateway's <c>WeChat:ApiUrl</c> and <c>WeChat:OpenUrl</c>.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Gets every path of the WeChat API that is answered.</summary>
    internal IReadOnlyList<string> Paths { get; }

    /// <summary>Gets the accounts' customer-service messages.</summary>
    public SentMessages SentMessages => _state.SentMessages;

    /// <summary>Gets what passed between users and accounts, in order: pushes, replies, typing and customer-service messages.</summary>
    public ChatLog Chats => _state.Chats;

    /// <summary>Gets the accounts' template messages.</summary>
    public SentTemplates SentTemplates => _state.SentTemplates;

    /// <summary>Gets the accounts' mass messages.</summary>
    public SentMassMessages SentMassMessages => _state.SentMassMessages;

    /// <summary>Gets control of web sign-in: who signs in, and which codes were issued.</summary>
    public WebAuthorization OAuth { get; }

    /// <summary>Gets control of third-party platforms: tickets, authorizations and events.</summary>
    public PlatformControl Platforms { get; }

    /// <summary>Gets control of mini programs' code: templates, audits, and what became of them.</summary>
    public CodeControl Code { get; }

    /// <summary>Gets the phones of mini programs' users.</summary>
    public PhoneControl Phones { get; }

    /// <summary>Gets control of mini programs' notices: who accepts them, and which were sent.</summary>
    public NoticeControl Notices { get; }

    /// <summary>Gets control of content checks: their verdicts, and what was checked.</summary>
    public ContentControl Content => _state.Content;

    /// <summary>Gets the orders of the accounts that are Channels shops.</summary>
    public ShopBook Shop => _state.Shop;

    /// <summary>Gets the addresses that WeChat's address APIs list.</summary>
    public ServerAddresses Addresses => _state.Addresses;

    /// <summary>Gets the uploaded files, and takes files for download.</summary>
    public MediaShelf Media => _state.Media;

    /// <summary>Gets the count of calls, by path and account.</summary>
    public CallCounter Calls => _state.Calls;

    /// <summary>Gets the faults that are planned for API calls.</summary>
    public FaultPlan Faults => _state.Faults;

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
    public void AddAccount(SimulatedAccount account) => _state.Accounts.Add(account);

    /// <summary>Adds a platform, or replaces the settings of the one of the same AppId. Add its accounts before.</summary>
    public void AddPlatform(SimulatedPlatform platform) => Platforms.Add(platform);

    /// <summary>Adds a follower of an account, or replaces the one of the same openid.</summary>
    public void AddUser(string appId, SimulatedUser user) => _state.Users.Add(appId, user);

    /// <summary>Makes the tokens of the account or platform invalid at once (errcode 40001), as operators or other programs may.</summary>
    public void RevokeToken(string appId) => _state.Tokens.Revoke(appId);

    /// <summary>Expires the tokens of the account or platform now (errcode 42001), whatever <c>expires_in</c> said.</summary>
    public void ExpireToken(string appId) => _state.Tokens.Expire(appId);

    /// <summary>Returns whether the API would accept a token now.</summary>
    public bool IsTokenValid(string token) => _state.Tokens.StateOf(token) == TokenState.Valid;

    /// <summary>Pushes a message to the account's server URL as WeChat does, with its retries.</summary>
    public Task<PushResult> PushAsync(string appId, PushedMessage message, CancellationToken cancellationToken) =>
        PushAsync(appId, message, new PushOptions(), cancellationToken);

    /// <summary>Pushes a message as WeChat does, or as a forger would.</summary>
    public Task<PushResult> PushAsync(string appId, PushedMessage message, PushOptions options, CancellationToken cancellationToken) =>
        _pusher.PushAsync(appId, message, options, cancellationToken);

    /// <summary>Verifies the account's server URL, as WeChat does when an operator saves it.</summary>
    public Task<UrlVerification> VerifyUrlAsync(string appId, CancellationToken cancellationToken) =>
        VerifyUrlAsync(appId, new PushOptions(), cancellationToken);

    /// <summary>Verifies a server URL; the options may name another URL, token, timestamp, nonce or signature.</summary>
    public Task<UrlVerification> VerifyUrlAsync(string appId, PushOptions options, CancellationToken cancellationToken) =>
        _pusher.VerifyUrlAsync(appId, options, cancellationToken);

    /// <summary>Tests a platform as WeChat does before its release (全网发布), and returns a verdict for each step.</summary>
    /// <param name="platform">The platform's AppId; its gateway must use this simulator as WeChat's API.</param>
    /// <param name="timeout">How long to wait, in real time, for what the platform sends by the API.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public Task<IReadOnlyList<ReleaseStep>> CheckReleaseAsync(
        string platform,
        TimeSpan timeout,
        CancellationToken cancellationToken) =>
        new ReleaseCheck(this, platform, timeout).RunAsync(cancellationToken);

    /// <summary>Stops listening, and cuts calls that still hang.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(StopTimeout);
        await _host.StopAsync(timeout.Token);
        _tickets.Dispose();
        await _later.DisposeAsync();
        await _host.DisposeAsync();
        _platformPusher.Dispose();
        _pusher.Dispose();
    }

    private static WebApplication BuildHost(SimulatorOptions options)
    {
        // The empty builder reads no configuration, so only the options configure a simulator, wherever it is started.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.SetMinimumLevel(options.LogLevel);
        if (options.LogLevel != LogLevel.None)
        {
            builder.Logging.AddSimpleConsole();

            // It writes a page of stack traces when an address is in use, of which the verb writes one sentence.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        }

        return builder.Build();
    }
}
