using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Keeps the tokens of a gateway that runs alone.</summary>
internal sealed class MemoryTokenStore(MemoryLeases leases, TimeProvider timeProvider) : ITokenStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenKey, Entry> _entries = [];
    private readonly Dictionary<AppId, Queue<long>> _forced = [];

    public event Action<TokenChange>? Changed;

    public ValueTask<StoredToken?> GetAsync(TokenKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var remaining = _entries.TryGetValue(key, out var entry) ? entry.Lifetime.Remaining(timeProvider) : TimeSpan.Zero;
            return ValueTask.FromResult(remaining > TimeSpan.Zero ? new StoredToken(entry!.Value, remaining) : null);
        }
    }

    public ValueTask<bool> SetAsync(Lease lease, StoredToken token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = new TokenKey(lease.Of);
        if (!leases.TryWhileOwned(lease, () => Write(key, token)))
        {
            return ValueTask.FromResult(false);
        }

        Changed?.Invoke(new TokenChange(key, TokenChange.FingerprintOf(token.Value)));
        return ValueTask.FromResult(true);
    }

    public ValueTask<TimeSpan> TakeForcedRenewalAsync(AppId appId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_forced.TryGetValue(appId, out var taken))
            {
                _forced[appId] = taken = new Queue<long>(ForcedRenewals.Limit);
            }

            while (taken.TryPeek(out var oldest) && timeProvider.GetElapsedTime(oldest) >= ForcedRenewals.Window)
            {
                taken.Dequeue();
            }

            var wait = Wait(taken);
            if (wait == TimeSpan.Zero)
            {
                taken.Enqueue(timeProvider.GetTimestamp());
            }

            return ValueTask.FromResult(wait);
        }
    }

    private TimeSpan Wait(Queue<long> taken)
    {
        if (taken.Count == 0)
        {
            return TimeSpan.Zero;
        }

        var wait = taken.Count >= ForcedRenewals.Limit
            ? ForcedRenewals.Window - timeProvider.GetElapsedTime(taken.Peek())
            : ForcedRenewals.Interval - timeProvider.GetElapsedTime(taken.Last());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void Write(TokenKey key, StoredToken token)
    {
        lock (_gate)
        {
            // Accounts come and go with reloads; their tokens must not pile up.
            foreach (var (expired, _) in _entries.Where(entry => entry.Value.Lifetime.Remaining(timeProvider) == TimeSpan.Zero).ToArray())
            {
                _entries.Remove(expired);
            }

            _entries[key] = new Entry(token.Value, Lifetime.Start(token.Remaining, timeProvider));
        }
    }

    private sealed record Entry(string Value, Lifetime Lifetime)
    {
        public override string ToString() => "***";
    }
}
