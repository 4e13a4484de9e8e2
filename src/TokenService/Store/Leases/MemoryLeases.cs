using System.Security.Cryptography;

namespace WxYarpGateway.TokenService.Store.Leases;

/// <summary>Grants leases within one process.</summary>
internal sealed class MemoryLeases(TimeProvider timeProvider) : ILeases
{
    private const int OwnerLength = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    public ValueTask<Lease?> TryAcquireAsync(string of, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_grants.TryGetValue(of, out var grant) && IsRunning(grant))
            {
                return ValueTask.FromResult<Lease?>(null);
            }

            var lease = new Lease(of, RandomNumberGenerator.GetHexString(OwnerLength, lowercase: true));
            _grants[of] = new Grant(lease.Owner, Lifetime.Start(duration, timeProvider));
            return ValueTask.FromResult<Lease?>(lease);
        }
    }

    public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // Also when it ran out: there are as many things as there are codes, and none must stay behind.
            if (_grants.TryGetValue(lease.Of, out var grant) && grant.Owner == lease.Owner)
            {
                _grants.Remove(lease.Of);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Does something while nobody else can take the lease; false, and nothing done, when it is not its owner's any more.
    /// </summary>
    public bool TryWhileOwned(Lease lease, Action action)
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

    /// <summary>Ends the lease on a thing, whoever has it, and does something before anybody can take it again.</summary>
    public void End(string of, Action action)
    {
        lock (_gate)
        {
            _grants.Remove(of);
            action();
        }
    }

    private bool IsOwned(Lease lease) =>
        _grants.TryGetValue(lease.Of, out var grant) && grant.Owner == lease.Owner && IsRunning(grant);

    private bool IsRunning(Grant grant) => grant.Lifetime.Remaining(timeProvider) > TimeSpan.Zero;

    private sealed record Grant(string Owner, Lifetime Lifetime);
}
