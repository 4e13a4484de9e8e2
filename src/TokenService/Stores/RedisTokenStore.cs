using StackExchange.Redis;
using WxYarpGateway.TokenService.Leases;
using WxYarpGateway.TokenService.Services;

namespace WxYarpGateway.TokenService.Stores;

/// <summary>Keeps the tokens of all replicas in Redis: one hash each, which expires with the token.</summary>
internal sealed class RedisTokenStore : ITokenStore
{
    private const string Channel = "v1:tokens";

    private const string Read = """
        local token = redis.call('HGET', KEYS[1], 'token')
        if not token then return false end
        return {token, redis.call('PTTL', KEYS[1])}
        """;

    private const string WriteWhileOwner = """
        if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'token', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        redis.call('PUBLISH', ARGV[4], ARGV[5])
        return 1
        """;

    // The first key lasts as long as nobody may force again, each other one as long as a forced renewal counts: no clock is asked.
    private const string TakeForced = """
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

    public RedisTokenStore(RedisConnection redis)
    {
        _redis = redis;
        redis.Subscribe(Channel, OnNews);
    }

    public event Action<TokenChange>? Changed;

    public async ValueTask<StoredToken?> GetAsync(TokenKey key, CancellationToken cancellationToken)
    {
        var result = await _redis.RunAsync(Read, [_redis.Key(key.Value)], []);
        if (result.IsNull)
        {
            return null;
        }

        var stored = (RedisResult[])result!;
        var remaining = TimeSpan.FromMilliseconds((long)stored[1]);
        return remaining > TimeSpan.Zero && (string?)stored[0] is { Length: > 0 } token ? new StoredToken(token, remaining) : null;
    }

    public async ValueTask<bool> SetAsync(Lease lease, StoredToken token, CancellationToken cancellationToken)
    {
        var news = $"{lease.Of} {TokenChange.FingerprintOf(token.Value)}";
        var result = await _redis.RunAsync(
            WriteWhileOwner,
            [_redis.Key(lease.Of), _redis.Key(RedisLeases.NameOf(lease.Of))],
            [lease.Owner, token.Value, (long)token.Remaining.TotalMilliseconds, _redis.Key(Channel), news]);
        return (long)result == 1;
    }

    public async ValueTask<TimeSpan> TakeForcedRenewalAsync(AppId appId, CancellationToken cancellationToken)
    {
        var name = $"v1:{Uri.EscapeDataString(appId.Value)}:forced";
        var numbered = Enumerable.Range(1, ForcedRenewals.Limit).Select(number => (RedisKey)_redis.Key($"{name}:{number}"));
        RedisKey[] keys = [_redis.Key(name), .. numbered];
        var result = await _redis.RunAsync(
            TakeForced, keys, [(long)ForcedRenewals.Interval.TotalMilliseconds, (long)ForcedRenewals.Window.TotalMilliseconds]);
        return TimeSpan.FromMilliseconds((long)result);
    }

    private void OnNews(string news)
    {
        if (news.Split(' ') is [var key, var fingerprint])
        {
            Changed?.Invoke(new TokenChange(new TokenKey(key), fingerprint));
        }
    }
}
