using StackExchange.Redis;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>Keeps the values of all replicas in Redis: one key each, which expires with the value.</summary>
internal sealed class RedisStore : IExpiringStore
{
    private const string Channel = "v1:changes";

    private const string Get = """
        local value = redis.call('GET', KEYS[1])
        if not value then return false end
        return {value, redis.call('PTTL', KEYS[1])}
        """;

    private const string Set = "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1";

    private const string Add =
        "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return ARGV[1] end return redis.call('GET', KEYS[1])";

    private const string ReplaceWhileOwner = """
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        redis.call('PUBLISH', ARGV[4], ARGV[5])
        return 1
        """;

    private const string Publish = """
        redis.call('DEL', KEYS[2])
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        redis.call('PUBLISH', ARGV[3], ARGV[4])
        return 1
        """;

    private const string Remove = "redis.call('DEL', KEYS[1], KEYS[2]) redis.call('PUBLISH', ARGV[1], ARGV[2]) return 1";

    // The first key lasts for the interval, each other one as long as a use counts. So the script needs no clock.
    private const string Take = """
        local soonest, free
        for i = 2, #KEYS do
          local left = redis.call('PTTL', KEYS[i])
          if left <= 0 then free = KEYS[i] elseif not soonest or left < soonest then soonest = left end
        end
        if not free then return soonest end
        local wait = redis.call('PTTL', KEYS[1])
        if wait > 0 then return wait end
        redis.call('SET', free, '', 'PX', ARGV[2])
        redis.call('SET', KEYS[1], '', 'PX', ARGV[1])
        return 0
        """;

    private readonly RedisConnection _redis;

    public RedisStore(RedisConnection redis)
    {
        _redis = redis;
        redis.Subscribe(Channel, OnNews);
    }

    public event Action<StoreChange>? Changed;

    public async ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var result = await _redis.RunAsync(Get, [_redis.Key(key)], []);
        if (result.IsNull)
        {
            return null;
        }

        var stored = (RedisResult[])result!;
        var remaining = TimeSpan.FromMilliseconds((long)stored[1]);

        // The gateway writes no key without an end, so one without is somebody else's.
        return remaining > TimeSpan.Zero && (byte[]?)stored[0] is { Length: > 0 } value ? new StoredValue(value, remaining) : null;
    }

    public async ValueTask SetAsync(string key, StoredValue value, CancellationToken cancellationToken) =>
        await _redis.RunAsync(Set, [_redis.Key(key)], [value.Value, Milliseconds(value.Remaining)]);

    public async ValueTask<byte[]> AddAsync(string key, StoredValue value, CancellationToken cancellationToken) =>
        (byte[])(await _redis.RunAsync(Add, [_redis.Key(key)], [value.Value, Milliseconds(value.Remaining)]))!;

    public async ValueTask<bool> ReplaceAsync(Lease lease, StoredValue value, CancellationToken cancellationToken)
    {
        var news = NewsOf(new StoreChange(lease.Of, StoreChange.FingerprintOf(value.Value)));
        var result = await _redis.RunAsync(
            ReplaceWhileOwner,
            [_redis.Key(lease.Of), _redis.Key(RedisLeases.NameOf(lease.Of))],
            [lease.Owner, value.Value, Milliseconds(value.Remaining), _redis.Key(Channel), news]);
        return (long)result == 1;
    }

    public async ValueTask PublishAsync(string key, StoredValue value, CancellationToken cancellationToken) =>
        await _redis.RunAsync(
            Publish,
            [_redis.Key(key), _redis.Key(RedisLeases.NameOf(key))],
            [
                value.Value,
                Milliseconds(value.Remaining),
                _redis.Key(Channel),
                NewsOf(new StoreChange(key, StoreChange.FingerprintOf(value.Value))),
            ]);

    public async ValueTask RemoveAsync(string key, CancellationToken cancellationToken) =>
        await _redis.RunAsync(
            Remove,
            [_redis.Key(key), _redis.Key(RedisLeases.NameOf(key))],
            [_redis.Key(Channel), NewsOf(StoreChange.RemovalOf(key))]);

    public async ValueTask<TimeSpan> TakeAsync(string key, StoreQuota quota, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [_redis.Key(key), .. Enumerable.Range(1, quota.Limit).Select(number => (RedisKey)_redis.Key($"{key}:{number}"))];
        var result = await _redis.RunAsync(Take, keys, [Milliseconds(quota.Interval), Milliseconds(quota.Window)]);
        return TimeSpan.FromMilliseconds((long)result);
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static string NewsOf(StoreChange change) => $"{change.Key} {change.Fingerprint}";

    private void OnNews(string news)
    {
        if (news.Split(' ') is [var key, var fingerprint])
        {
            Changed?.Invoke(new StoreChange(key, fingerprint));
        }
    }
}
