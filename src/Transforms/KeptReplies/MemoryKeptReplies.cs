using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>The kept replies of one process, in its memory.</summary>
internal sealed class MemoryKeptReplies(TimeProvider clock) : IKeptReplies
{
    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly Dictionary<Conversation, Shelf> _shelves = [];
    private readonly Dictionary<string, int> _services = new(StringComparer.Ordinal);

    private readonly PriorityQueue<Conversation, TimeSpan> _ends = new();

    /// <summary>Gets a value indicating whether no reply is kept.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _services.Count == 0;
            }
        }
    }

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <inheritdoc/>
    public bool MayHave(string service)
    {
        lock (_gate)
        {
            return _services.ContainsKey(service);
        }
    }

    /// <inheritdoc/>
    public ValueTask<KeepingResult> KeepAsync(Conversation conversation, UInt128 message, Reply reply, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            Sweep(now);
            var shelf = ShelfOf(conversation, now + KeptReplyLimits.Lifetime);
            shelf.Awaited.Remove(message);
            if (shelf.Replies.Exists(kept => kept.Message == message))
            {
                return new(KeepingResult.Kept);
            }

            var isTooMany = shelf.Replies.Count >= KeptReplyLimits.PerUser;
            if (isTooMany)
            {
                Remove(conversation, shelf, shelf.Replies[0]);
            }
            else if (_services.GetValueOrDefault(conversation.Service) >= KeptReplyLimits.PerService)
            {
                return new(KeepingResult.Full);
            }

            shelf.Replies.Add(new Kept(message, reply, now + KeptReplyLimits.Lifetime));
            _services[conversation.Service] = _services.GetValueOrDefault(conversation.Service) + 1;
            return new(isTooMany ? KeepingResult.KeptForAnother : KeepingResult.Kept);
        }
    }

    /// <inheritdoc/>
    public ValueTask<TakenReply> TakeAsync(Conversation conversation, UInt128 forMessage, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            Sweep(now);
            if (!_shelves.TryGetValue(conversation, out var shelf))
            {
                return new(default(TakenReply));
            }

            if (shelf.Taken is { } taken && taken.For == forMessage && taken.Until > now)
            {
                return new(new TakenReply(taken.Reply, IsAwaited: false));
            }

            if (shelf.Replies is not [var oldest, ..])
            {
                return new(new TakenReply(null, shelf.Awaited.Values.Any(until => until > now)));
            }

            Remove(conversation, shelf, oldest);
            shelf.Taken = (forMessage, oldest.Reply, now + KeptReplyLimits.Taken);
            _ends.Enqueue(conversation, now + KeptReplyLimits.Taken);
            return new(new TakenReply(oldest.Reply, IsAwaited: false));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> TakeOwnAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Sweep(Now);
            if (!_shelves.TryGetValue(conversation, out var shelf) || shelf.Replies.Find(kept => kept.Message == message) is not { } own)
            {
                return new((Reply?)null);
            }

            Remove(conversation, shelf, own);
            return new(own.Reply);
        }
    }

    /// <inheritdoc/>
    public ValueTask AwaitAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = Now;
            Sweep(now);
            var shelf = ShelfOf(conversation, now + KeptReplyLimits.Awaited);
            if (!shelf.Replies.Exists(kept => kept.Message == message) && shelf.Awaited.Count < KeptReplyLimits.PerUser)
            {
                shelf.Awaited[message] = now + KeptReplyLimits.Awaited;
            }

            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_shelves.TryGetValue(conversation, out var shelf))
            {
                shelf.Awaited.Remove(message);
            }

            return default;
        }
    }

    /// <summary>Returns up to a number of replies, to be moved to the store.</summary>
    public IReadOnlyList<(Conversation Conversation, UInt128 Message, Reply Reply)> Some(int most)
    {
        lock (_gate)
        {
            return
            [
                .. _shelves.SelectMany(shelf => shelf.Value.Replies, (shelf, kept) => (shelf.Key, kept.Message, kept.Reply)).Take(most),
            ];
        }
    }

    private Shelf ShelfOf(Conversation conversation, TimeSpan until)
    {
        if (!_shelves.TryGetValue(conversation, out var shelf))
        {
            _shelves[conversation] = shelf = new Shelf();
        }

        _ends.Enqueue(conversation, until);
        return shelf;
    }

    /// <summary>Removes what has expired.</summary>
    private void Sweep(TimeSpan now)
    {
        while (_ends.TryPeek(out var conversation, out var until) && until <= now)
        {
            _ends.Dequeue();
            if (!_shelves.TryGetValue(conversation, out var shelf))
            {
                continue;
            }

            foreach (var kept in shelf.Replies.FindAll(kept => kept.Until <= now))
            {
                Remove(conversation, shelf, kept);
            }

            if (shelf.Replies.Count == 0 && !shelf.Awaited.Values.Any(awaited => awaited > now) && !(shelf.Taken?.Until > now))
            {
                _shelves.Remove(conversation);
            }
        }
    }

    private void Remove(Conversation conversation, Shelf shelf, Kept kept)
    {
        shelf.Replies.Remove(kept);
        if (--_services[conversation.Service] == 0)
        {
            _services.Remove(conversation.Service);
        }
    }

    private sealed record Kept(UInt128 Message, Reply Reply, TimeSpan Until);

    private sealed class Shelf
    {
        public List<Kept> Replies { get; } = [];

        public Dictionary<UInt128, TimeSpan> Awaited { get; } = [];

        public (UInt128 For, Reply Reply, TimeSpan Until)? Taken { get; set; }
    }
}
