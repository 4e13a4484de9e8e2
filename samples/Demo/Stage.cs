using System.Security.Cryptography;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Demo;

/// <summary>All that the demo starts: a WeChat with two accounts, the gateway with a service for each, and a backend.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string PlainAppId = "wxdemo0000000plain";
    public const string SafeAppId = "wxdemo00000000safe";
    public const string Token = "demo-token";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private const string Secret = "demo-secret";

    private readonly DirectoryInfo _folder;
    private readonly Screen _screen;
    private readonly WeChatSimulator _weChat;
    private readonly WatchedBackend _backend;
    private readonly WebApplication _gateway;
    private readonly TraceViewer? _viewer;

    private Stage(
        Screen screen, WeChatSimulator weChat, WatchedBackend backend, WebApplication gateway, TraceViewer? viewer, DirectoryInfo folder)
    {
        _folder = folder;
        _screen = screen;
        _weChat = weChat;
        _backend = backend;
        _gateway = gateway;
        _viewer = viewer;
    }

    public Uri WeChatAddress => _weChat.Address;

    public Uri GatewayAddress => new(_gateway.Urls.First());

    public Uri BackendAddress => _backend.Address;

    public Uri? TracesAddress => _viewer?.Address;

    public Uri PlainUrl => new(GatewayAddress, "/wx/plain");

    public Uri SafeUrl => new(GatewayAddress, "/wx/safe");

    public static async Task<Stage> StartAsync(
        Screen screen, TraceViewer? viewer, string internalUrl, CancellationToken cancellationToken)
    {
        var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions { Urls = FreePort.UrlOf(7090) }, cancellationToken);
        var backend = await WatchedBackend.StartAsync("backend", FreePort.UrlOf(8000), cancellationToken);
        var folder = Directory.CreateTempSubdirectory("wxyarpgateway-demo-");
        var gateway = GatewayFor(weChat, backend, internalUrl, folder, viewer?.Settings ?? []);
        await gateway.StartAsync(cancellationToken);

        var stage = new Stage(screen, weChat, backend, gateway, viewer, folder);
        stage.OpenAccount(PlainAppId, EncryptionMode.Plaintext, stage.PlainUrl);
        stage.OpenAccount(SafeAppId, EncryptionMode.Safe, stage.SafeUrl);
        return stage;
    }

    /// <summary>Has WeChat push the act's message, shows each hop, and returns whether the user got the right reply.</summary>
    public async Task<bool> PlayAsync(Act act, CancellationToken cancellationToken)
    {
        var result = await _weChat.PushAsync(act.AppId, act.Message, cancellationToken);
        var isRight = result.Reply is { } reply && reply.MsgType == act.ReplyType && reply[act.ReplyField] == act.ReplyValue;

        _screen.ShowPush(PushedDelivery.Of(result));
        while (_backend.Hops.TryRead(out var hop))
        {
            Show(hop);
        }

        _screen.ShowReply(result, isRight);
        return isRight;
    }

    /// <summary>Shows what arrives, until it is told to stop.</summary>
    public Task ShowWhatHappensAsync(CancellationToken cancellationToken)
        => Task.WhenAll(ShowHopsAsync(cancellationToken), ShowLateRepliesAsync(cancellationToken))
            .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.OnlyOnCanceled, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
        await _weChat.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task ShowHopsAsync(CancellationToken cancellationToken)
    {
        await foreach (var hop in _backend.Hops.ReadAllAsync(cancellationToken))
        {
            Show(hop);
        }
    }

    private async Task ShowLateRepliesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _screen.ShowLateReply(await _weChat.SentMessages.NextAsync(cancellationToken));
        }
    }

    private void Show(BackendHop hop) => _screen.ShowHop(hop, _viewer?.AddressOf(hop.Trace));

    /// <summary>The gateway itself, configured as on its command line.</summary>
    private static WebApplication GatewayFor(
        WeChatSimulator weChat, WatchedBackend backend, string internalUrl, DirectoryInfo folder, string[] telemetry)
    {
        string[] settings =
        [
            $"--Gateway:Urls={FreePort.UrlOf(7080)}",
            $"--Gateway:InternalUrls={internalUrl}",
            "--Gateway:ShutdownDelay=00:00:00",
            $"--Gateway:WeChat:ApiUrl={weChat.Address}",
            .. ServiceFor("plain", PlainAppId, backend.Address),
            .. ServiceFor("safe", SafeAppId, backend.Address),
            $"--Gateway:Services:safe:EncodingAesKey={AesKey}",
            .. telemetry,

            // So that the console has something to show. The key goes with the demo.
            "--Gateway:Records:Keep=1.00:00:00",
            $"--Gateway:Database:Key={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",

            // The screen belongs to the hops.
            "--Logging:LogLevel:Default=Warning",
        ];
        return Gateway.Program.Create(settings, services =>
        {
            services.AddSingleton(new DataFolder(folder.FullName));
            Guest.Settle(services, weChat.Address, backend.Address);
        });
    }

    private static string[] ServiceFor(string name, string appId, Uri backend) =>
    [
        $"--Gateway:Services:{name}:AppId={appId}",
        $"--Gateway:Services:{name}:AppSecret={Secret}",
        $"--Gateway:Services:{name}:Token={Token}",
        $"--Gateway:Services:{name}:MessagePath=/wx/{name}",
        $"--Gateway:Services:{name}:MessageBackend={backend}",
    ];

    private void OpenAccount(string appId, EncryptionMode mode, Uri url)
    {
        _weChat.AddAccount(new SimulatedAccount
        {
            AppId = appId,
            AppSecret = Secret,
            Token = Token,
            EncodingAesKey = mode == EncryptionMode.Safe ? AesKey : null,
            Encryption = mode,
            GatewayUrl = url,
        });
        _weChat.AddUser(appId, new SimulatedUser { OpenId = PushedMessage.Text("").FromUser, Nickname = "Ada" });
    }
}
