using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>The framework's distributed cache over the one connection to Redis.</summary>
/// <remarks>
/// An entry is a hash of <c>absexp</c> and <c>sldexp</c> (ticks, -1 for none) and <c>data</c>, as Microsoft.Extensions.Caching.StackExchangeRedis
/// writes it, so that the package can take this one's place. The synchronous members are the interface's; nothing of ours calls them.
/// </remarks>
internal sealed class RedisCache(RedisConnection redis, StoreGuard guard, TimeProvider timeProvider) : IDistributedCache
{
    private const string Room = "v1:cache:";
    private const long None = -1;

    private const string Read = """
        local entry = redis.call('HMGET', KEYS[1], 'absexp', 'sldexp', 'data')
        local sliding = tonumber(entry[2] or '-1')
        if sliding > 0 then
          local left = sliding / 10000
          local absolute = tonumber(entry[1] or '-1')
          if absolute > 0 then left = math.min(left, absolute / 10000 - ARGV[1]) end
          redis.call('PEXPIRE', KEYS[1], math.floor(left))
        end
        return entry[3]
        """;

    private const string Write = """
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'absexp', ARGV[1], 'sldexp', ARGV[2], 'data', ARGV[3])
        if tonumber(ARGV[4]) >= 0 then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
        return 1
        """;

    private const string Delete = "return redis.call('DEL', KEYS[1])";

    public byte[]? Get(string key) => (byte[]?)redis.Run(Read, KeysOf(key), Now());

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => (byte[]?)await AskAsync(Read, KeysOf(key), Now(), token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => redis.Run(Write, KeysOf(key), Entry(value, options));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        AskAsync(Write, KeysOf(key), Entry(value, options), token);

    public void Refresh(string key) => redis.Run(Read, KeysOf(key), Now());

    public Task RefreshAsync(string key, CancellationToken token = default) => AskAsync(Read, KeysOf(key), Now(), token);

    public void Remove(string key) => redis.Run(Delete, KeysOf(key), []);

    public Task RemoveAsync(string key, CancellationToken token = default) => AskAsync(Delete, KeysOf(key), [], token);

    private Task<RedisResult> AskAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        guard.AskAsync(
            static (call, _) => new ValueTask<RedisResult>(call.redis.RunAsync(call.script, call.keys, call.values)),
            (redis, script, keys, values),
            cancellationToken).AsTask();

    private RedisKey[] KeysOf(string key) => [redis.Key(Room + key)];

    // Milliseconds since the year 1, which is what the ticks of an absolute expiration count from.
    private RedisValue[] Now() => [timeProvider.GetUtcNow().Ticks / TimeSpan.TicksPerMillisecond];

    private RedisValue[] Entry(byte[] value, DistributedCacheEntryOptions options)
    {
        var now = timeProvider.GetUtcNow();
        var absolute = options.AbsoluteExpirationRelativeToNow is { } relative ? now + relative : options.AbsoluteExpiration;
        if (absolute <= now)
        {
            throw new ArgumentOutOfRangeException(nameof(options), absolute, "The absolute expiration must be in the future.");
        }

        var left = absolute - now;
        if (options.SlidingExpiration is { } sliding && (left is null || sliding < left))
        {
            left = sliding;
        }

        return
        [
            absolute?.UtcTicks ?? None,
            options.SlidingExpiration?.Ticks ?? None,
            value,
            left is { } lifetime ? (long)lifetime.TotalMilliseconds : None,
        ];
    }
}
