using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;
using Xunit;

namespace WxYarpGateway.Rig;

/// <summary>
/// The whole road over real sockets: a simulated WeChat, the gateway with one service of each mode, and a scripted backend.
/// </summary>
public sealed class TestRig : IAsyncDisposable
{
    public const string Plain = "wxplain";
    public const string Safe = "wxsafe";
    public const string Compatible = "wxcompatible";
    public const string Either = "wxeither";
    public const string Json = "wxjson";
    public const string Echo = "wxecho";

    /// <summary>The accounts that have a backend.</summary>
    public static readonly string[] WithBackend = [Plain, Safe, Compatible, Either, Json];

    // The default of a service, which leaves a busy machine time to reach the backend.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4.5);

    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly List<RunningGateway> _replicas = [];
    private Dictionary<string, string?> _configuration = [];
    private Action<IServiceCollection> _replace = _ => { };
    private HastenedTimeProvider? _clock;

    private TestRig(WeChatSimulator weChat, ScriptedBackend backend)
    {
        WeChat = weChat;
        Backend = backend;
    }

    public WeChatSimulator WeChat { get; }

    public ScriptedBackend Backend { get; }

    public RunningGateway Gateway { get; private set; } = null!;

    public PushOutcomes Outcomes { get; private set; } = null!;

    public LateReplyResults Results { get; private set; } = null!;

    public Dictionary<string, SimulatedAccount> Accounts { get; } = [];

    /// <summary>
    /// Starts everything. Settings are given as in the environment of the gateway, but with colons, below <c>Gateway</c>; those of
    /// OpenTelemetry, logging and plain YARP as they are.
    /// </summary>
    public static async Task<TestRig> StartAsync(CancellationToken cancellationToken, params (string Key, string Value)[] settings)
        => await StartAsync(await ScriptedBackend.StartAsync(cancellationToken), cancellationToken, settings);

    /// <summary>Starts everything, with a clock that the test can put forward. Its replicas have the same.</summary>
    public static async Task<TestRig> StartAsync(
        HastenedTimeProvider clock, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        var rig = await StartAsync(
            await ScriptedBackend.StartAsync(cancellationToken),
            services => services.AddSingleton<TimeProvider>(clock),
            settings,
            cancellationToken);
        rig._clock = clock;
        return rig;
    }

    /// <summary>
    /// Starts everything around a backend that is there already, so that settings can name its address; the rig takes it over.
    /// </summary>
    public static Task<TestRig> StartAsync(
        ScriptedBackend backend, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
        => StartAsync(backend, _ => { }, settings, cancellationToken);

    private static async Task<TestRig> StartAsync(
        ScriptedBackend backend,
        Action<IServiceCollection> replace,
        (string Key, string Value)[] settings,
        CancellationToken cancellationToken)
    {
        var rig = new TestRig(await WeChatSimulator.StartAsync(new SimulatorOptions(), cancellationToken), backend);
        var configuration = new Dictionary<string, string?> { ["Gateway:WeChat:ApiUrl"] = rig.WeChat.Address.ToString() };
        rig.AddAccount(configuration, Plain, EncryptionMode.Plaintext);
        rig.AddAccount(configuration, Safe, EncryptionMode.Safe);
        rig.AddAccount(configuration, Compatible, EncryptionMode.Compatible);
        rig.AddAccount(configuration, Either, EncryptionMode.Safe);
        rig.AddAccount(configuration, Json, EncryptionMode.Safe, DataFormat.Json);
        rig.AddAccount(configuration, Echo, EncryptionMode.Safe);
        configuration[$"Gateway:Services:{Compatible}:Encryption"] = "Compatible";
        configuration[$"Gateway:Services:{Either}:Encryption"] = "Either";
        configuration[$"Gateway:Services:{Json}:Kind"] = "ChannelsShop";
        configuration.Remove($"Gateway:Services:{Echo}:MessageBackend");
        foreach (var (key, value) in settings)
        {
            configuration[IsOfTheHost(key) ? key : $"Gateway:{key}"] = value;
        }

        (rig._configuration, rig._replace) = (configuration, replace);
        rig.Gateway = await RunningGateway.StartAsync(configuration, replace, cancellationToken);
        rig.Outcomes = new PushOutcomes(rig.Gateway.Meters);
        rig.Results = new LateReplyResults(rig.Gateway.Meters);
        foreach (var account in rig.Accounts.Values)
        {
            account.GatewayUrl = new Uri(rig.Gateway.Address, "/" + account.AppId);
        }

        return rig;
    }

    public Task<PushResult> PushAsync(string appId, PushedMessage message, PushOptions? options = null)
        => WeChat.PushAsync(appId, message, options ?? new PushOptions(), TestContext.Current.CancellationToken);

    /// <summary>Lets the deadline of a push pass as soon as the backend has got its call; returns what became of the push.</summary>
    /// <param name="push">The push, of a service with the default deadline.</param>
    /// <param name="calls">The number of calls that the backend has got then.</param>
    public async Task<T> PastDeadlineAsync<T>(Task<T> push, int calls = 1)
    {
        var clock = _clock ?? throw new InvalidOperationException("The rig was started without a clock.");
        await Eventually.HoldsAsync(
            () => Backend.Calls.Count >= calls, "the backend was called", TestContext.Current.CancellationToken);
        clock.Advance(Deadline);
        return await push;
    }

    /// <summary>Starts one more gateway with the same configuration. WeChat's pushes reach it only when a test sends them there.</summary>
    public async Task<RunningGateway> StartReplicaAsync(CancellationToken cancellationToken)
    {
        var replica = await RunningGateway.StartAsync(_configuration, _replace, cancellationToken);
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>Pushes a message to one of the replicas.</summary>
    public Task<PushResult> PushAsync(RunningGateway replica, string appId, PushedMessage message)
        => PushAsync(appId, message, new PushOptions { Url = new Uri(replica.Address, "/" + appId), MaxDeliveries = 1 });

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Gateway.DisposeAsync();
        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
        Outcomes.Dispose();
        Results.Dispose();
    }

    private static bool IsOfTheHost(string key) => key.StartsWith("OTEL_", StringComparison.Ordinal)
        || key.StartsWith("Logging:", StringComparison.Ordinal) || key.StartsWith("ReverseProxy:", StringComparison.Ordinal);

    private void AddAccount(Dictionary<string, string?> configuration, string name, EncryptionMode mode, DataFormat format = DataFormat.Xml)
    {
        var account = new SimulatedAccount
        {
            AppId = name,
            AppSecret = "secret-" + name,
            Token = "token-" + name,
            EncodingAesKey = mode == EncryptionMode.Plaintext ? null : AesKey,
            Encryption = mode,
            Format = format,
        };
        Accounts[name] = account;
        WeChat.AddAccount(account);

        var service = $"Gateway:Services:{name}";
        configuration[$"{service}:AppId"] = account.AppId;
        configuration[$"{service}:AppSecret"] = account.AppSecret;
        configuration[$"{service}:Token"] = account.Token;
        configuration[$"{service}:EncodingAesKey"] = account.EncodingAesKey;
        configuration[$"{service}:MessagePath"] = "/" + name;
        configuration[$"{service}:MessageBackend"] = Backend.Address;
    }
}
