using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>What a test keeps in the shared Redis, under a prefix of its own.</summary>
internal sealed class TestRedis : IDisposable
{
    private readonly SharedRedis _redis;

    public TestRedis(SharedRedis redis)
    {
        _redis = redis;
        Connection = Connect(redis.ConnectionString, Prefix);
        Store = new RedisStore(Connection);
        Leases = new RedisLeases(Connection);
    }

    public string Prefix { get; } = SharedRedis.NewPrefix();

    public RedisConnection Connection { get; }

    public RedisStore Store { get; }

    public RedisLeases Leases { get; }

    public static RedisConnection Connect(string connectionString, string prefix) => new(
        Options.Create(new StoreOptions { Kind = StoreKind.Redis, Redis = connectionString, KeyPrefix = prefix }),
        TimeProvider.System,
        NullLogger<RedisConnection>.Instance);

    public Task PassAsync(TimeSpan time) => _redis.AgeAsync(Prefix, time);

    public Task UntilHeardAsync(int listeners, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async () => await _redis.ListenersAsync(Prefix + "v1:changes") >= listeners, "Redis tells the news", cancellationToken);

    public void Dispose() => Connection.Dispose();
}
