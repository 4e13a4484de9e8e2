using System.Globalization;
using StackExchange.Redis;
using WxYarpGateway.Testing.Time;
using Xunit;

namespace WxYarpGateway.Testing.Redis;

/// <summary>A master, its replica, and three Sentinels that make the replica the master when the master is gone for a second.</summary>
public sealed class RedisSentinels : IAsyncLifetime
{
    private const string Service = "gateway-store";
    private const string Password = "s3cret-of-redis";
    private const int Sentinels = 3;

    private readonly List<RedisServer> _servers = [];
    private readonly List<RedisServer> _sentinels = [];

    /// <summary>The connection string, as a gateway is configured with: the Sentinels, and the name of what they watch.</summary>
    public string ConnectionString
        => $"{string.Join(',', _sentinels.Select(sentinel => sentinel.ConnectionString))},serviceName={Service},password={Password}";

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var master = await RedisServer.StartWithAsync(cancellationToken, "--requirepass", Password, "--masterauth", Password);
        _servers.Add(master);
        _servers.Add(await RedisServer.StartWithAsync(
            cancellationToken,
            "--requirepass", Password, "--masterauth", Password, "--repl-diskless-sync-delay", "0",
            "--replicaof", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture)));
        for (var number = 0; number < Sentinels; number++)
        {
            _sentinels.Add(await RedisServer.StartSentinelAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    sentinel monitor {Service} 127.0.0.1 {master.Port} 2
                    sentinel auth-pass {Service} {Password}
                    sentinel down-after-milliseconds {Service} 1000
                    sentinel failover-timeout {Service} 5000

                    """),
                cancellationToken));
        }

        await Eventually.HoldsAsync(AllKnowAllAsync, "all Sentinels know the replica and each other", cancellationToken);
    }

    /// <summary>
    /// Kills the master, once its replica has what it has, and waits until the Sentinels have made the replica the master.
    /// </summary>
    public async Task FailOverAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await ConnectionMultiplexer.ConnectAsync($"{_servers[0].ConnectionString},password={Password}"))
        {
            // What the master was told before this is on its replica then.
            await connection.GetDatabase().StringSetAsync("last", "");
            await connection.GetDatabase().ExecuteAsync("WAIT", 1, 5000);
        }

        await _servers[0].StopAsync();
        await Eventually.HoldsAsync(
            async () => (int?)(await AskAsync(_sentinels[0], "get-master-addr-by-name"))[1] == _servers[1].Port,
            "the replica became the master",
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _sentinels.Concat(_servers))
        {
            await server.DisposeAsync();
        }
    }

    private async Task<bool> AllKnowAllAsync()
    {
        foreach (var sentinel in _sentinels)
        {
            if ((await AskAsync(sentinel, "replicas")).Length != 1 || (await AskAsync(sentinel, "sentinels")).Length != Sentinels - 1)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<RedisResult[]> AskAsync(RedisServer sentinel, string what)
    {
        await using var connection = await ConnectionMultiplexer.SentinelConnectAsync(sentinel.ConnectionString);
        return (RedisResult[])(await connection.GetServer(sentinel.ConnectionString).ExecuteAsync("SENTINEL", what, Service))!;
    }
}
