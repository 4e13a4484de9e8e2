using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>
/// Gives the signs of life for all messages that this process is at work on, in one call. Work on those that are somebody else's by now is
/// broken off; those that the queue knows nothing of are entered anew.
/// </summary>
internal sealed class Holds(IRedeliveryQueue queue, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Id, string Owner), Hold> _held = [];
    private ITimer? _timer;
    private Task _renewal = Task.CompletedTask;

    /// <summary>Gets the name under which pushes hold messages.</summary>
    public string Pushes { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Gets the name under which re-deliveries do: should a hold end unnoticed, the two are told apart.</summary>
    public string Redeliveries { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Gets the number of messages that are held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Prolongs a hold from now on; returns whether this process did not do so already.</summary>
    /// <param name="id">The message.</param>
    /// <param name="owner">Under which name it is held.</param>
    /// <param name="giveUp">Ends the work on it.</param>
    /// <param name="enter">Enters it anew.</param>
    public bool Add(string id, string owner, CancellationTokenSource giveUp, Func<Task> enter)
    {
        lock (_gate)
        {
            _timer ??= clock.CreateTimer(_ => Renew(), null, RedeliveryTimes.Renewal, RedeliveryTimes.Renewal);
            return _held.TryAdd((id, owner), new Hold(giveUp, enter));
        }
    }

    /// <summary>Prolongs a hold no longer; returns whether it was one.</summary>
    public bool Remove(string id, string owner)
    {
        lock (_gate)
        {
            return _held.Remove((id, owner));
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
            if (_held.Count > 0 && _renewal.IsCompleted)
            {
                _renewal = RenewAsync([.. _held.Keys]);
            }
        }
    }

    private async Task RenewAsync(IReadOnlyList<(string Id, string Owner)> holds)
    {
        try
        {
            var standing = await queue.RenewAsync(holds, CancellationToken.None);
            var (gone, unknown) = (standing.Gone.ToHashSet(), standing.Unknown.ToHashSet());
            foreach (var hold in holds.Where(hold => gone.Contains(hold.Id)))
            {
                Break(hold);
            }

            foreach (var hold in holds.Where(hold => unknown.Contains(hold.Id)))
            {
                await EnterAsync(hold);
            }
        }
        catch (StoreUnavailableException)
        {
            // While the store is away nobody else can take them; the next sign comes soon.
        }
    }

    private void Break((string Id, string Owner) hold)
    {
        Hold? held;
        lock (_gate)
        {
            _held.Remove(hold, out held);
        }

        try
        {
            held?.GiveUp.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work came to its end at this very moment.
        }
    }

    private Task EnterAsync((string Id, string Owner) hold)
    {
        Hold? held;
        lock (_gate)
        {
            _held.TryGetValue(hold, out held);
        }

        // None: it has ended in the meantime.
        return held?.Enter() ?? Task.CompletedTask;
    }

    private sealed record Hold(CancellationTokenSource GiveUp, Func<Task> Enter);
}
