using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Keeps the values of a gateway that runs alone.</summary>
internal sealed class MemoryStore(MemoryLeases leases, TimeProvider timeProvider) : IExpiringStore
{
    private readonly ExpiringValues _values = new(timeProvider);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<long>> _uses = new(StringComparer.Ordinal);

    public event Action<StoreChange>? Changed;

    public ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_values.Get(key));
    }

    public ValueTask SetAsync(string key, StoredValue value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _values.Set(key, value);
        return ValueTask.CompletedTask;
    }

    public ValueTask<byte[]> AddAsync(string key, StoredValue value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_values.GetOrAdd(key, value));
    }

    public ValueTask<bool> ReplaceAsync(Lease lease, StoredValue value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!leases.TryWhileOwned(lease, () => _values.Set(lease.Of, value)))
        {
            return ValueTask.FromResult(false);
        }

        Changed?.Invoke(new StoreChange(lease.Of, StoreChange.FingerprintOf(value.Value)));
        return ValueTask.FromResult(true);
    }

    public ValueTask PublishAsync(string key, StoredValue value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        leases.End(key, () => _values.Set(key, value));
        Changed?.Invoke(new StoreChange(key, StoreChange.FingerprintOf(value.Value)));
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        leases.End(key, () => _values.Remove(key));
        Changed?.Invoke(StoreChange.RemovalOf(key));
        return ValueTask.CompletedTask;
    }

    public ValueTask<TimeSpan> TakeAsync(string key, StoreQuota quota, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_uses.TryGetValue(key, out var uses))
            {
                _uses[key] = uses = new Queue<long>(quota.Limit);
            }

            while (uses.TryPeek(out var oldest) && timeProvider.GetElapsedTime(oldest) >= quota.Window)
            {
                uses.Dequeue();
            }

            var wait = Wait(uses, quota);
            if (wait == TimeSpan.Zero)
            {
                uses.Enqueue(timeProvider.GetTimestamp());
            }

            return ValueTask.FromResult(wait);
        }
    }

    private TimeSpan Wait(Queue<long> uses, StoreQuota quota)
    {
        if (uses.Count == 0)
        {
            return TimeSpan.Zero;
        }

        var wait = uses.Count >= quota.Limit
            ? quota.Window - timeProvider.GetElapsedTime(uses.Peek())
            : quota.Interval - timeProvider.GetElapsedTime(uses.Last());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
