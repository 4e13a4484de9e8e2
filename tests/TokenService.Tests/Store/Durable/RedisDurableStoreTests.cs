using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Durable;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store.Durable;

public sealed class RedisDurableStoreTests(SharedRedis redis) : DurableStoreContract, IDisposable
{
    private readonly TestRedis _redis = new(redis);

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task A_value_has_no_end()
    {
        await Create().WriteAsync("book", "a", [1], Cancelled);

        Assert.Equal(-1, (long)await redis.Database.ScriptEvaluateAsync(
            "return redis.call('TTL', KEYS[1])", [_redis.Prefix + "durable:book"], []));
    }

    private protected override IDurableStore Create() => new RedisDurableStore(
        new RedisAccess(_redis.Connection, new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance)));
}
