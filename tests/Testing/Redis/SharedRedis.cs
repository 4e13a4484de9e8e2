using StackExchange.Redis;
using Xunit;

namespace WxYarpGateway.Testing.Redis;

/// <summary>The Redis that all tests of a project share, each with keys of its own: a redis-server, or what <c>REDIS_CONNECTION</c> names.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer _connection = null!;

    /// <summary>The connection string, as a gateway is configured with.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>A connection for tests to look with.</summary>
    public IDatabase Database => _connection.GetDatabase();

    /// <summary>Returns a prefix that no other test has.</summary>
    public static string NewPrefix() => $"test-{Guid.NewGuid():N}:";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = Environment.GetEnvironmentVariable("REDIS_CONNECTION") ?? "";
        if (ConnectionString.Length == 0)
        {
            _server = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
            ConnectionString = _server.ConnectionString;
        }

        _connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.CloseAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Lets time pass for all keys of a prefix: Redis has no clock that a test could move, so its keys are made older.</summary>
    public async Task AgeAsync(string prefix, TimeSpan time)
        => await Database.ScriptEvaluateAsync(
            """
            for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
              local left = redis.call('PTTL', key)
              if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[2]) end
            end
            """,
            null,
            [prefix, (long)time.TotalMilliseconds]);

    /// <summary>Returns how many clients listen on a channel.</summary>
    public async Task<long> ListenersAsync(string channel)
        => (long)((RedisResult[])(await Database.ScriptEvaluateAsync("return redis.call('PUBSUB', 'NUMSUB', ARGV[1])", null, [channel]))!)[1];

    /// <summary>Returns all keys of a prefix.</summary>
    public async Task<string[]> KeysAsync(string prefix)
        => (string[])(await Database.ScriptEvaluateAsync("return redis.call('KEYS', ARGV[1] .. '*')", null, [prefix]))!;
}
