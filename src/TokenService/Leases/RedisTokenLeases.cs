using System.Security.Cryptography;
using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Leases;

/// <summary>Grants leases among all replicas: a key in Redis that holds the owner's random name and ends by itself.</summary>
internal sealed class RedisTokenLeases(RedisConnection redis) : ITokenLeases
{
    private const int OwnerLength = 32;

    private const string Acquire = "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end return 0";

    private const string Release = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    /// <summary>Returns the name of the lease on a token.</summary>
    public static string NameOf(TokenKey key) => key.Value + ":lease";

    public async ValueTask<TokenLease?> TryAcquireAsync(TokenKey key, TimeSpan duration, CancellationToken cancellationToken)
    {
        var lease = new TokenLease(key, RandomNumberGenerator.GetHexString(OwnerLength, lowercase: true));
        var isGranted = (long)await redis.RunAsync(Acquire, [redis.Key(NameOf(key))], [lease.Owner, (long)duration.TotalMilliseconds]) == 1;
        if (isGranted && cancellationToken.IsCancellationRequested)
        {
            // Redis was frozen, and whoever asked is gone: the lease would be nobody's until it runs out.
            await ReleaseAsync(lease, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return isGranted ? lease : null;
    }

    public async ValueTask ReleaseAsync(TokenLease lease, CancellationToken cancellationToken) =>
        await redis.RunAsync(Release, [redis.Key(NameOf(lease.Key))], [lease.Owner]);
}
