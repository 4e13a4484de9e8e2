using System.Globalization;

namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The queue of a single gateway process. Its messages are lost with the process.</summary>
internal sealed partial class MemoryRedeliveryQueue(TimeProvider clock) : IRedeliveryQueue
{
    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly Dictionary<string, MemoryServiceQueue> _services = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MemoryEntry> _entries = [];
    private readonly Dictionary<string, (TimeSpan Until, bool IsDelivered)> _over = [];
    private readonly Queue<(string Id, TimeSpan Until)> _overInOrder = [];
    private int _letters;
    private long _turns;

    /// <summary>Gets the number of messages, without dead letters.</summary>
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
            var queue = QueueOf(order.Message.Service);
            if (IsOver(id))
            {
                return new(KeepResult.NotYours);
            }

            if (!_entries.TryGetValue(id, out var entry))
            {
                if (queue.Entries.Count >= order.MaxMessages)
                {
                    return new(KeepResult.Full);
                }

                entry = new MemoryEntry { Message = order.Message, KeptAt = now, Dies = now + order.MaxAge };
                _entries[id] = entry;
                queue.Entries.Add(entry);
            }
            else if (entry.Owner is { } owner && owner != order.Owner)
            {
                return new(KeepResult.NotYours);
            }

            entry.Message = order.Message;
            entry.Owner = order.IsLeased ? order.Owner : null;
            entry.IsTaken = false;
            entry.Due = now + (order.IsLeased ? RedeliveryTimes.Lease : order.Delay);
            queue.Most = order.MaxMessages;
            queue.Width = order.IsLeased ? queue.Width : 1;
            return new(KeepResult.Kept);
        }
    }

    /// <inheritdoc/>
    public ValueTask<QueueTurn> TakeAsync(string owner, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            var dying = _entries.Values.Where(entry => entry.Dies <= now && !entry.IsLeasedAt(now)).ToList();
            dying.ForEach(entry => MakeDead(entry, now));

            var due = _services.Values.Where(queue => queue.Rest <= now && queue.Entries.Exists(entry => entry.Due <= now)).ToList();
            var share = Math.Max(1, most / Math.Max(1, due.Count));
            var taken = new List<TakenMessage>();

            // The service served longest ago comes first.
            foreach (var queue in due.OrderBy(queue => queue.Served))
            {
                if (taken.Count >= most)
                {
                    break;
                }

                queue.Served = ++_turns;
                var underWay = queue.Entries.Count(entry => entry.IsTaken && entry.IsLeasedAt(now));
                var room = Math.Min(Math.Min(share, most - taken.Count), queue.Width - underWay);
                foreach (var entry in queue.Entries.Where(entry => entry.Due <= now).OrderBy(entry => entry.Due).Take(room).ToList())
                {
                    (entry.Owner, entry.IsTaken, entry.Due) = (owner, true, now + RedeliveryTimes.Lease);
                    taken.Add(new TakenMessage(entry.Message, entry.Tries));
                }
            }

            return new(new QueueTurn(taken, [.. dying.Select(entry => entry.Message)]));
        }
    }

    /// <inheritdoc/>
    public ValueTask<QueueReport> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var absent = ids.Where(id => !_entries.ContainsKey(id)).ToLookup(IsOver);
            return new(new QueueReport([.. absent[true]], [.. absent[false]]));
        }
    }

    /// <inheritdoc/>
    public ValueTask<QueueReport> RenewAsync(IReadOnlyList<(string Id, string Owner)> leases, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (gone, unknown) = (new List<string>(), new List<string>());
            foreach (var (id, owner) in leases)
            {
                if (_entries.TryGetValue(id, out var entry) && (entry.Owner ?? owner) == owner)
                {
                    // Without an owner: another replica restored the message while this owner worked on it.
                    entry.Owner = owner;
                    entry.Due = Now + RedeliveryTimes.Lease;
                }
                else
                {
                    (entry is not null || IsOver(id) ? gone : unknown).Add(id);
                }
            }

            return new(new QueueReport(gone, unknown));
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
                var queue = QueueOf(entry.Message.Service);
                if (isRedelivery)
                {
                    (queue.Rest, queue.Failures, queue.Width) = (TimeSpan.Zero, 0, Math.Min(RedeliveryTimes.Widest, queue.Width * 2));
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

            if (entry.IsTaken && entry.IsLeasedAt(Now))
            {
                return new(false);
            }

            Remove(entry);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<KeepResult> GiveBackAsync(
        string id, string owner, int attempts, string? failure, TimeSpan delay, CancellationToken cancellationToken)
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
                QueueOf(entry.Message.Service).RestAt(now);
                if (entry.Dies <= now)
                {
                    MakeDead(entry, now);
                    return new(KeepResult.Dead);
                }
            }

            return new(KeepResult.Kept);
        }
    }

    private bool IsOver(string id) => _over.TryGetValue(id, out var over) && over.Until > Now;

    private MemoryServiceQueue QueueOf(string service)
    {
        if (!_services.TryGetValue(service, out var queue))
        {
            _services[service] = queue = new MemoryServiceQueue();
        }

        return queue;
    }

    private void Remove(MemoryEntry entry)
    {
        _entries.Remove(entry.Message.Id);
        QueueOf(entry.Message.Service).Entries.Remove(entry);
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

    private void MakeDead(MemoryEntry entry, TimeSpan now)
    {
        Remove(entry);
        Remember(entry.Message.Id, now, isDelivered: false);
        var queue = QueueOf(entry.Message.Service);
        _letters++;
        var letter = string.Create(CultureInfo.InvariantCulture, $"{(long)now.TotalMilliseconds}-{_letters}");
        queue.Dead.Add((now, new DeadLetter(letter, entry.Message)));
        if (queue.Dead.Count > queue.Most)
        {
            queue.Dead.RemoveAt(0);
        }
    }
}
