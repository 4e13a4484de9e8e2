using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>Several gateway processes over one real Redis, with WeChat and the backend in the test's hands.</summary>
internal sealed class Topology : IAsyncDisposable
{
    public const string Shop = "wxshop";
    public const string Other = "wxother";
    public const string User = "oSomebody";

    /// <summary>How many times a scenario is tried for which the machine must not be too busy.</summary>
    public const int MostTimes = 3;

    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly Workplace _workplace = new();
    private readonly string _reply;
    private readonly string _file;

    private Topology(RedisServer redis, WeChatSimulator weChat, ScriptedBackend backend, TimeSpan shutdownDelay, string reply)
    {
        Redis = redis;
        WeChat = weChat;
        Backend = backend;
        _reply = reply;
        _file = _workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "ShutdownDelay": "{{shutdownDelay}}",
                "Store": { "Kind": "Redis", "Redis": "{{redis.ConnectionString}}" },
                "WeChat": { "ApiUrl": "{{weChat.Address}}" },
                "Services": { {{ServiceOf(Shop)}}, {{ServiceOf(Other)}} }
              },
              "Logging": { "LogLevel": { "Default": "Information" } }
            }
            """);
    }

    public RedisServer Redis { get; }

    public WeChatSimulator WeChat { get; }

    public ScriptedBackend Backend { get; }

    public List<Replica> Replicas { get; } = [];

    public SimulatedAccount Account { get; } = AccountOf(Shop);

    public Nginx? Nginx { get; private set; }

    /// <summary>Gets the file that all replicas read.</summary>
    public string ConfigurationFile => _file;

    /// <summary>
    /// Gets a value indicating whether a replica has gone on without Redis: a machine may be so busy that Redis is not waited for.
    /// </summary>
    public bool HasMissedRedis
        => Replicas.Exists(replica => replica.Process.Output.Contains("The store is not available", StringComparison.Ordinal));

    private string? DataFolderOfFirst { get; init; }

    public static async Task<Topology> StartAsync(
        int replicas,
        CancellationToken cancellationToken,
        bool withNginx = false,
        TimeSpan? tokenLifetime = null,
        TimeSpan shutdownDelay = default,
        bool durableRedis = false,
        string reply = "{}",
        string? dataFolderOfFirst = null)
    {
        var topology = new Topology(
            await RedisServer.StartAsync(cancellationToken, durableRedis),
            await WeChatSimulator.StartAsync(new SimulatorOptions(), cancellationToken),
            await ScriptedBackend.StartAsync(cancellationToken),
            shutdownDelay,
            reply)
        {
            DataFolderOfFirst = dataFolderOfFirst,
        };
        topology.Backend.Answers("""{"msg":"hello"}""");
        topology.Account.Switches.TokenLifetime = tokenLifetime ?? topology.Account.Switches.TokenLifetime;
        foreach (var account in new[] { topology.Account, AccountOf(Other) })
        {
            topology.WeChat.AddAccount(account);
            topology.WeChat.AddUser(account.AppId, new SimulatedUser { OpenId = User, Nickname = "Somebody" });
        }

        topology.Replicas.AddRange(await Task.WhenAll(Enumerable.Range(0, replicas).Select(
            index => Replica.StartAsync(topology._workplace, topology._file, topology.EnvironmentOf(index), cancellationToken))));
        topology.Nginx = withNginx ? await Nginx.StartAsync(
            topology._workplace, [.. topology.Replicas.Select(replica => replica.Address)], cancellationToken) : null;
        return topology;
    }

    /// <summary>
    /// Runs a scenario of replicas that share Redis all the time. When it fails and a replica had to go on without, it is run again.
    /// </summary>
    public static async Task ShareAsync(Func<Task<Topology>> start, Func<Topology, Task> scenario)
    {
        for (var time = 1; ; time++)
        {
            await using var topology = await start();
            try
            {
                await scenario(topology);
                return;
            }
            catch (Exception) when (time < MostTimes && topology.HasMissedRedis)
            {
                // What replicas promise without Redis is for other tests.
            }
        }
    }

    /// <summary>Replaces a replica by a new process at the same address.</summary>
    public async Task RestartAsync(int index, CancellationToken cancellationToken)
    {
        var old = Replicas[index];
        await old.DisposeAsync();
        Replicas[index] = await Replica.StartAsync(
            _workplace, _file, EnvironmentOf(index), old.Address, old.InternalAddress, cancellationToken);
    }

    /// <summary>Pushes a text to a replica, or to nginx when none is named.</summary>
    public Task<PushResult> PushAsync(Uri address, PushedMessage? message = null, PushOptions? options = null, string appId = Shop)
        => WeChat.PushAsync(
            appId,
            message ?? PushedMessage.Text("hi").From(User),
            (options ?? new PushOptions()) with { Url = new Uri(address, "/" + appId) },
            CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (Nginx is not null)
        {
            await Nginx.DisposeAsync();
        }

        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
        await Redis.DisposeAsync();
        _workplace.Dispose();
    }

    private Dictionary<string, string> EnvironmentOf(int index)
        => index == 0 && DataFolderOfFirst is { } folder ? new() { ["GATEWAY_DATA_DIR"] = folder } : [];

    private string ServiceOf(string appId) => $$"""
        "{{appId}}": {
          "AppId": "{{appId}}", "AppSecret": "secret-{{appId}}", "Token": "token-{{appId}}", "EncodingAesKey": "{{AesKey}}",
          "MessagePath": "/{{appId}}", "MessageBackend": "{{Backend.Address}}", "UserInfo": { "CacheFor": "00:00:01" }, "Reply": {{_reply}}
        }
        """;

    private static SimulatedAccount AccountOf(string appId) => new()
    {
        AppId = appId,
        AppSecret = "secret-" + appId,
        Token = "token-" + appId,
        EncodingAesKey = AesKey,
        Encryption = EncryptionMode.Safe,
    };
}
