using System.Security.Cryptography;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>Grants leases among all replicas: a key in Redis that holds the owner's random name and ends by itself.</summary>
internal sealed class RedisLeases(RedisConnection redis) : ILeases
{
    private const int OwnerLength = 32;

    private const string Acquire = "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end return 0";

    private const string Release = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    /// <summary>Returns the name of the lease on a thing.</summary>
    public static string NameOf(string of) => of + ":lease";

    public async ValueTask<Lease?> TryAcquireAsync(string of, TimeSpan duration, CancellationToken cancellationToken)
    {
        var lease = new Lease(of, RandomNumberGenerator.GetHexString(OwnerLength, lowercase: true));
        try
        {
            var result = await redis.RunAsync(Acquire, [redis.Key(NameOf(of))], [lease.Owner, (long)duration.TotalMilliseconds]);
            cancellationToken.ThrowIfCancellationRequested();
            return (long)result == 1 ? lease : null;
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // Redis was frozen, and the caller is gone: the lease would keep others out until it runs out.
                await redis.UndoAsync(new RedisCall(Release, [redis.Key(NameOf(of))], [lease.Owner]));
            }
        }
    }

    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken) =>
        await redis.RunAsync(Release, [redis.Key(NameOf(lease.Of))], [lease.Owner]);
}
