using System.Security.Cryptography;
using WxYarpGateway.Chaos.Backends;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Platforms;
using WxYarpGateway.Chaos.Traffic;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.PostgreSql;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.Chaos.Stage;

/// <summary>All that a run is about: three gateways behind nginx, a real Redis, a real PostgreSQL, a WeChat, three backends.</summary>
internal sealed class ChaosStage : IAsyncDisposable
{
    public const int Replicas = 3;
    public const int Backends = 3;
    public const string Plain = "wxplain";
    public const string Safe = "wxsafe";

    /// <summary>The header in which nginx says which replicas it tried.</summary>
    public const string UpstreamHeader = "X-Chaos-Upstream";

    public const int Users = 60;

    private readonly Workplace _workplace = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(2) };
    private Nginx? _nginx;

    private ChaosStage(RedisServer redis, PostgreSqlServer database, WeChatSimulator weChat, Journal journal, GatewayProgram program)
    {
        (Redis, Database, WeChat) = (redis, database, weChat);
        Platform = new ChaosPlatform(weChat);
        AllBackends = [.. Enumerable.Range(1, Backends).Select(number => new ChaosBackend(number, journal))];
        AllReplicas = [.. Enumerable.Range(1, Replicas).Select(number => new ChaosReplica(number, _workplace, journal, program))];
        Configuration = new GatewayFile(
            redis.ConnectionString, database.ConnectionString, weChat.Address, Keys, Platform.ToJson(),
            replica => AllBackends.Select(backend => backend.AddressFor(replica)));
        Desk = new ConfigurationDesk(AllReplicas, _client);
        Keys[Plain] = new AccountKeys("chaos-secret-of-plain", "chaosTokenOfPlain0", null);
        Keys[Safe] = new AccountKeys("chaos-secret-of-safe", "chaosTokenOfSafe0", NewAesKey());
    }

    public RedisServer Redis { get; }

    public PostgreSqlServer Database { get; }

    public WeChatSimulator WeChat { get; }

    public ChaosPlatform Platform { get; }

    /// <summary>Gets what WeChat did with the platform.</summary>
    public PlatformBooks Books { get; } = new();

    public IReadOnlyList<ChaosBackend> AllBackends { get; }

    public IReadOnlyList<ChaosReplica> AllReplicas { get; }

    public GatewayFile Configuration { get; }

    public ConfigurationDesk Desk { get; }

    public HttpClient Client => _client;

    /// <summary>Gets the secrets of the accounts as ops have them.</summary>
    public Dictionary<string, AccountKeys> Keys { get; } = [];

    /// <summary>Gets every secret that there ever was; none may be in a log.</summary>
    public HashSet<string> Secrets { get; } = [];

    /// <summary>Gets the accounts as WeChat has them.</summary>
    public Dictionary<string, SimulatedAccount> Accounts { get; } = [];

    public Uri NginxAddress => _nginx!.Address;

    public static string AccountOf(int target) => target == 1 ? Plain : Safe;

    public static string NewAesKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))[..43];

    public static async Task<ChaosStage> StartAsync(Journal journal, GatewayProgram program, bool sharesNothing)
    {
        var stage = new ChaosStage(
            await RedisServer.StartAsync(CancellationToken.None, isDurable: true),
            await PostgreSqlServer.StartAsync(CancellationToken.None),
            await WeChatSimulator.StartAsync(new SimulatorOptions(), CancellationToken.None),
            journal,
            program);
        stage.Configuration.SharesNothing = sharesNothing;
        try
        {
            await stage.StartAsync();
            return stage;
        }
        catch
        {
            // No process outlives a start that failed.
            await stage.DisposeAsync();
            throw;
        }
    }

    public ChaosReplica Replica(int index) => AllReplicas[index];

    /// <summary>Returns the path of an account's messages.</summary>
    public static string PathOf(string account) => IsAuthorizer(account) ? $"/{ChaosPlatform.Name}/{account}/message" : $"/{account}";

    /// <summary>Returns whether an account's messages come through the platform.</summary>
    public static bool IsAuthorizer(string account) => account is not (Plain or Safe);

    /// <summary>Returns the replicas that nginx says it tried, in order: <c>127.0.0.1:1, 127.0.0.1:2</c>.</summary>
    public IReadOnlyList<int> ReplicasIn(string? upstream)
        => [.. (upstream ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Select(address => AllReplicas.FirstOrDefault(replica => replica.Address.Authority == address)?.Number ?? 0)
            .Where(number => number > 0)];

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }

        foreach (var replica in AllReplicas)
        {
            await replica.DisposeAsync();
        }

        foreach (var backend in AllBackends)
        {
            await backend.DisposeAsync();
        }

        await WeChat.DisposeAsync();
        await Redis.DisposeAsync();
        await Database.DisposeAsync();
        _client.Dispose();
        _workplace.Dispose();
    }

    private async Task StartAsync()
    {
        foreach (var (appId, keys) in Keys)
        {
            AddAccount(appId, keys);
        }

        await Task.WhenAll(AllBackends.Select(backend => backend.StartAsync()));
        await ConfigurationDesk.SaveAsync(AllReplicas.Select(replica => (replica, Configuration.Render(replica.Number))), inOneStep: true);
        await Task.WhenAll(AllReplicas.Select(replica => replica.StartAsync()));
        _nginx = await Nginx.StartAsync(
            _workplace, [.. AllReplicas.Select(replica => replica.Address)], CancellationToken.None,
                $"add_header {UpstreamHeader} $upstream_addr always;");
        Platform.Begin(_nginx.Address);
    }

    private void AddAccount(string appId, AccountKeys keys)
    {
        var account = new SimulatedAccount
        {
            AppId = appId,
            AppSecret = keys.AppSecret,
            Token = keys.Token,
            EncodingAesKey = keys.AesKey,
            Encryption = keys.AesKey is null ? EncryptionMode.Plaintext : EncryptionMode.Safe,
        };
        Accounts[appId] = account;
        WeChat.AddAccount(account);
        for (var user = 0; user < Users; user++)
        {
            WeChat.AddUser(appId, new SimulatedUser { OpenId = MessageText.OpenIdOf(user), Nickname = "Somebody" });
        }

        Secrets.UnionWith(new[] { keys.AppSecret, keys.Token, keys.AesKey }.OfType<string>());
    }
}
