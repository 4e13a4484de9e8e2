using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Keeps things among all replicas: a key in Redis each, which ends by itself.</summary>
internal sealed class RedisOAuthStore(RedisConnection redis) : IOAuthStore
{
    private const string Get = "return redis.call('GET', KEYS[1])";

    private const string Set = "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1";

    private const string Add = "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return ARGV[1] end return redis.call('GET', KEYS[1])";

    public async ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        (byte[]?)await redis.RunAsync(Get, [redis.Key(key)], []);

    public async ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        await redis.RunAsync(Set, [redis.Key(key)], [value, (long)lifetime.TotalMilliseconds]);

    public async ValueTask<byte[]> AddAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        (byte[])(await redis.RunAsync(Add, [redis.Key(key)], [value, (long)lifetime.TotalMilliseconds]))!;
}
