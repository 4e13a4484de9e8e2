using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>
/// Renews the leases of all messages that this process works on, in one call. It cancels the work on messages that another owner has by
/// now, and stores anew those that the queue has lost.
/// </summary>
internal sealed class MessageLeases(IRedeliveryQueue queue, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Id, string Owner), Lease> _leases = [];
    private ITimer? _timer;
    private Task _renewal = Task.CompletedTask;

    /// <summary>Gets the owner's name of the leases of pushes.</summary>
    public string Pushes { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// Gets the owner's name of the leases of redeliveries. It differs, since a push may lose its lease to a redelivery of this process.
    /// </summary>
    public string Redeliveries { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Gets the number of leases.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _leases.Count;
            }
        }
    }

    /// <summary>Renews a lease from now on; returns <see langword="false"/> when this process does so already.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="owner">The owner's name.</param>
    /// <param name="giveUp">Ends the work on the message.</param>
    /// <param name="store">Stores the message anew.</param>
    public bool Add(string id, string owner, CancellationTokenSource giveUp, Func<Task> store)
    {
        lock (_gate)
        {
            _timer ??= clock.CreateTimer(_ => Renew(), null, RedeliveryTimes.Renewal, RedeliveryTimes.Renewal);
            return _leases.TryAdd((id, owner), new Lease(giveUp, store));
        }
    }

    /// <summary>Stops renewing a lease; returns whether it was renewed.</summary>
    public bool Remove(string id, string owner)
    {
        lock (_gate)
        {
            return _leases.Remove((id, owner));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
        }
    }

    private void Renew()
    {
        lock (_gate)
        {
            if (_leases.Count > 0 && _renewal.IsCompleted)
            {
                _renewal = RenewAsync([.. _leases.Keys]);
            }
        }
    }

    private async Task RenewAsync(IReadOnlyList<(string Id, string Owner)> leases)
    {
        try
        {
            var report = await queue.RenewAsync(leases, CancellationToken.None);
            var (gone, unknown) = (report.Gone.ToHashSet(), report.Unknown.ToHashSet());
            foreach (var lease in leases.Where(lease => gone.Contains(lease.Id)))
            {
                Cancel(lease);
            }

            foreach (var lease in leases.Where(lease => unknown.Contains(lease.Id)))
            {
                await StoreAsync(lease);
            }
        }
        catch (StoreUnavailableException)
        {
            // While the store is away no other replica can take them. The next renewal comes soon.
        }
    }

    private void Cancel((string Id, string Owner) key)
    {
        Lease? lease;
        lock (_gate)
        {
            _leases.Remove(key, out lease);
        }

        try
        {
            lease?.GiveUp.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended at this moment.
        }
    }

    private Task StoreAsync((string Id, string Owner) key)
    {
        Lease? lease;
        lock (_gate)
        {
            _leases.TryGetValue(key, out lease);
        }

        // Null when the work has ended in the meantime.
        return lease?.Store() ?? Task.CompletedTask;
    }

    private sealed record Lease(CancellationTokenSource GiveUp, Func<Task> Store);
}
