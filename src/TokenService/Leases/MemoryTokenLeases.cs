using System.Security.Cryptography;
using WxYarpGateway.TokenService.Stores;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Leases;

/// <summary>Grants leases within one process.</summary>
internal sealed class MemoryTokenLeases(TimeProvider timeProvider) : ITokenLeases
{
    private const int OwnerLength = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<TokenKey, Grant> _grants = [];

    public ValueTask<TokenLease?> TryAcquireAsync(TokenKey key, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_grants.TryGetValue(key, out var grant) && IsRunning(grant))
            {
                return ValueTask.FromResult<TokenLease?>(null);
            }

            var lease = new TokenLease(key, RandomNumberGenerator.GetHexString(OwnerLength, lowercase: true));
            _grants[key] = new Grant(lease.Owner, Lifetime.Start(duration, timeProvider));
            return ValueTask.FromResult<TokenLease?>(lease);
        }
    }

    public ValueTask ReleaseAsync(TokenLease lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (IsOwned(lease))
            {
                _grants.Remove(lease.Key);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Does something while nobody else can take the lease; false, and nothing done, when it is not its owner's any more.</summary>
    public bool TryWhileOwned(TokenLease lease, Action action)
    {
        lock (_gate)
        {
            if (!IsOwned(lease))
            {
                return false;
            }

            action();
            return true;
        }
    }

    private bool IsOwned(TokenLease lease) =>
        _grants.TryGetValue(lease.Key, out var grant) && grant.Owner == lease.Owner && IsRunning(grant);

    private bool IsRunning(Grant grant) => grant.Lifetime.Remaining(timeProvider) > TimeSpan.Zero;

    private sealed record Grant(string Owner, Lifetime Lifetime);
}
