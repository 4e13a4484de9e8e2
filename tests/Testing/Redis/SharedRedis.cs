using DotNet.Testcontainers.Builders;
using StackExchange.Redis;
using Testcontainers.Redis;
using Xunit;

namespace WxYarpGateway.Testing.Redis;

/// <summary>
/// The Redis that all tests of a project share, each with keys of its own: what <c>REDIS_CONNECTION</c> names, else a container where a
/// Docker engine answers, else a redis-server.
/// </summary>
public sealed class SharedRedis : IAsyncLifetime
{
    // The version that the gateway's own compose file has.
    private const string Image = "redis:7-alpine";
    private const string Prefix = "test-";

    private RedisContainer? _container;
    private RedisServer? _server;
    private ConnectionMultiplexer _connection = null!;

    /// <summary>The connection string, as a gateway is configured with.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>A connection for tests to look with.</summary>
    public IDatabase Database => _connection.GetDatabase();

    /// <summary>Returns a prefix that no other test has.</summary>
    public static string NewPrefix() => $"{Prefix}{Guid.NewGuid():N}:";

    /// <summary>Returns whether a prefix is one of the Redis that all share, which is never away.</summary>
    public static bool Has(string? prefix) => prefix?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = Environment.GetEnvironmentVariable("REDIS_CONNECTION") ?? "";
        if (ConnectionString.Length == 0)
        {
            ConnectionString = await StartAsync(TestContext.Current.CancellationToken);
        }

        _connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.CloseAsync();
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _container = new RedisBuilder(Image).Build();
            await _container.StartAsync(cancellationToken);
            return _container.GetConnectionString();
        }
        catch (DockerUnavailableException)
        {
            _server = await RedisServer.StartAsync(cancellationToken);
            return _server.ConnectionString;
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
        => (long)await Database.ScriptEvaluateAsync("return redis.call('PUBSUB', 'NUMSUB', ARGV[1])[2]", null, [channel]);

    /// <summary>Returns all keys of a prefix.</summary>
    public async Task<string[]> KeysAsync(string prefix)
        => (string[])(await Database.ScriptEvaluateAsync("return redis.call('KEYS', ARGV[1] .. '*')", null, [prefix]))!;
}
