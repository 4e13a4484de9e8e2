using System.Globalization;

namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The queue of a single gateway process: what it holds is lost with the process.</summary>
internal sealed partial class MemoryRedeliveryQueue(TimeProvider clock) : IRedeliveryQueue
{
    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly Dictionary<string, MemoryShelf> _shelves = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MemoryEntry> _entries = [];
    private readonly Dictionary<string, (TimeSpan Until, bool IsDelivered)> _over = [];
    private readonly Queue<(string Id, TimeSpan Until)> _overInOrder = [];
    private int _letters;
    private long _turns;

    /// <summary>Gets the number of messages that are kept, dead letters left out.</summary>
    public int Kept
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <inheritdoc/>
    public ValueTask<KeepResult> KeepAsync(KeepOrder order, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (now, id) = (Now, order.Message.Id);
            var shelf = ShelfOf(order.Message.Service);
            if (IsOver(id))
            {
                return new(KeepResult.NotYours);
            }

            if (!_entries.TryGetValue(id, out var entry))
            {
                if (shelf.Entries.Count >= order.MaxMessages)
                {
                    return new(KeepResult.Full);
                }

                entry = new MemoryEntry { Message = order.Message, KeptAt = now, Dies = now + order.MaxAge };
                _entries[id] = entry;
                shelf.Entries.Add(entry);
            }
            else if (entry.Owner is { } owner && owner != order.Owner)
            {
                return new(KeepResult.NotYours);
            }

            entry.Message = order.Message;
            entry.Owner = order.IsHeld ? order.Owner : null;
            entry.IsTaken = false;
            entry.Due = now + (order.IsHeld ? RedeliveryTimes.Hold : order.Delay);
            shelf.Most = order.MaxMessages;
            shelf.Width = order.IsHeld ? shelf.Width : 1;
            return new(KeepResult.Kept);
        }
    }

    /// <inheritdoc/>
    public ValueTask<QueueTurn> TakeAsync(string owner, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            var dying = _entries.Values.Where(entry => entry.Dies <= now && !entry.IsHeldAt(now)).ToList();
            dying.ForEach(entry => Bury(entry, now));

            var due = _shelves.Values.Where(shelf => shelf.Rest <= now && shelf.Entries.Exists(entry => entry.Due <= now)).ToList();
            var share = Math.Max(1, most / Math.Max(1, due.Count));
            var taken = new List<TakenMessage>();

            // Whose turn is longest ago comes first.
            foreach (var shelf in due.OrderBy(shelf => shelf.Served))
            {
                if (taken.Count >= most)
                {
                    break;
                }

                shelf.Served = ++_turns;
                var room = Math.Min(Math.Min(share, most - taken.Count), shelf.Width - shelf.Entries.Count(entry => entry.IsTaken && entry.IsHeldAt(now)));
                foreach (var entry in shelf.Entries.Where(entry => entry.Due <= now).OrderBy(entry => entry.Due).Take(room).ToList())
                {
                    (entry.Owner, entry.IsTaken, entry.Due) = (owner, true, now + RedeliveryTimes.Hold);
                    taken.Add(new TakenMessage(entry.Message, entry.Tries));
                }
            }

            return new(new QueueTurn(taken, [.. dying.Select(entry => entry.Message)]));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Standing> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var absent = ids.Where(id => !_entries.ContainsKey(id)).ToLookup(IsOver);
            return new(new Standing([.. absent[true]], [.. absent[false]]));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Standing> RenewAsync(IReadOnlyList<(string Id, string Owner)> holds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (gone, unknown) = (new List<string>(), new List<string>());
            foreach (var (id, owner) in holds)
            {
                if (_entries.TryGetValue(id, out var entry) && (entry.Owner ?? owner) == owner)
                {
                    // Nobody's: entered by somebody who knew no better, while this owner was at work.
                    entry.Owner = owner;
                    entry.Due = Now + RedeliveryTimes.Hold;
                }
                else
                {
                    (entry is not null || IsOver(id) ? gone : unknown).Add(id);
                }
            }

            return new(new Standing(gone, unknown));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DoneAsync(string id, bool isRedelivery, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            if (_entries.TryGetValue(id, out var entry))
            {
                Remove(entry);
                var shelf = ShelfOf(entry.Message.Service);
                if (isRedelivery)
                {
                    (shelf.Rest, shelf.Failures, shelf.Width) = (TimeSpan.Zero, 0, Math.Min(RedeliveryTimes.Widest, shelf.Width * 2));
                }
            }

            var isNews = !IsOver(id) || !_over[id].IsDelivered;
            Remember(id, now, isDelivered: true);
            return new(isNews);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryRemoveAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry))
            {
                return new(!IsOver(id));
            }

            if (entry.IsTaken && entry.IsHeldAt(Now))
            {
                return new(false);
            }

            Remove(entry);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<KeepResult> RetryAsync(string id, string owner, int attempts, string? failure, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            if (!_entries.TryGetValue(id, out var entry) || entry.Owner != owner)
            {
                return new(entry is null && !IsOver(id) ? KeepResult.Unknown : KeepResult.NotYours);
            }

            (entry.Owner, entry.IsTaken, entry.Due) = (null, false, now + delay);
            entry.Message = entry.Message with { Attempts = attempts, Failure = failure ?? entry.Message.Failure };
            if (failure is not null)
            {
                entry.Tries++;
                ShelfOf(entry.Message.Service).RestAt(now);
                if (entry.Dies <= now)
                {
                    Bury(entry, now);
                    return new(KeepResult.Buried);
                }
            }

            return new(KeepResult.Kept);
        }
    }

    private bool IsOver(string id) => _over.TryGetValue(id, out var over) && over.Until > Now;

    private MemoryShelf ShelfOf(string service)
    {
        if (!_shelves.TryGetValue(service, out var shelf))
        {
            _shelves[service] = shelf = new MemoryShelf();
        }

        return shelf;
    }

    private void Remove(MemoryEntry entry)
    {
        _entries.Remove(entry.Message.Id);
        ShelfOf(entry.Message.Service).Entries.Remove(entry);
    }

    private void Remember(string id, TimeSpan now, bool isDelivered)
    {
        while (_overInOrder.TryPeek(out var old) && old.Until <= now)
        {
            _overInOrder.Dequeue();
            if (_over.TryGetValue(old.Id, out var over) && over.Until <= now)
            {
                _over.Remove(old.Id);
            }
        }

        var until = now + RedeliveryTimes.Memory;
        _over[id] = (until, isDelivered);
        _overInOrder.Enqueue((id, until));
    }

    private void Bury(MemoryEntry entry, TimeSpan now)
    {
        Remove(entry);
        Remember(entry.Message.Id, now, isDelivered: false);
        var shelf = ShelfOf(entry.Message.Service);
        _letters++;
        shelf.Dead.Add((now, new DeadLetter(string.Create(CultureInfo.InvariantCulture, $"{(long)now.TotalMilliseconds}-{_letters}"), entry.Message)));
        if (shelf.Dead.Count > shelf.Most)
        {
            shelf.Dead.RemoveAt(0);
        }
    }
}
