using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>The ledger of a single gateway process.</summary>
internal sealed class MemoryLedger(TimeProvider clock) : ILedger
{
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly RotatingMemory<Entry> _messages = new(Retention.OfMessages, Capacity, clock);
    private readonly RotatingMemory<UInt128> _signatures = new(Retention.OfSignatures, Capacity, clock);

    /// <inheritdoc/>
    public ValueTask<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (plaintext is { } seal && !IsFirstBody(seal))
            {
                return new(AcquireResult.Forged);
            }

            return new(
                _messages.TryAdd(message.Digest, new Entry()) ? AcquireResult.First
                : _messages.TryGet(message.Digest, out var entry) && entry.TryTakeOver() ? AcquireResult.TakenOver
                : AcquireResult.Retry);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Entry? entry;
        Task settled;
        var startedAt = clock.GetTimestamp();
        lock (_gate)
        {
            if (!_messages.TryGet(message.Digest, out entry))
            {
                return null;
            }

            settled = entry.Join();
        }

        while (true)
        {
            var left = timeout - clock.GetElapsedTime(startedAt);
            if (left > TimeSpan.Zero)
            {
                await settled.WaitAsync(left, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            lock (_gate)
            {
                // Another delivery may have acquired a lease that was released. Then this one waits for its reply.
                if (left <= TimeSpan.Zero || !settled.IsCompleted || entry.Reply is not null || entry.IsReleased)
                {
                    // Decided inside the lock, so that a settlement counts this delivery as waiting or not at all.
                    entry.Waiting--;
                    return entry.IsReleased ? AbandonedReply.Instance : entry.Take();
                }

                settled = entry.Settled;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken)
    {
        // The owner of the lease lives as long as this process.
        lock (_gate)
        {
            return new(!_messages.TryGet(message.Digest, out var entry) ? null : entry.IsReleased ? AbandonedReply.Instance : entry.Reply);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var entry = GetOrAdd(message);
            var isTaken = entry.Waiting > 0;
            entry.Settle(inTime || isTaken ? reply : Reply.Success);
            return new(isTaken);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> CountAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_messages.TryGet(message.Digest, out var entry) ? ++entry.Deliveries : 1);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Offer> OfferAsync(MessageIdentity message, Reply reply, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var entry = GetOrAdd(message);
            var isLate = entry.IsClosed && entry.Waiting == 0;
            var isOpen = !isLate && entry.Waiting == 0;
            entry.Settle(isLate ? Reply.Success : reply);
            entry.IsOffered = isOpen;
            return new(isLate ? Offer.Late : isOpen ? Offer.Open : Offer.Taken);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> WithdrawAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(!_messages.TryGet(message.Digest, out var entry) || entry.TryWithdraw());
        }
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> CloseAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var entry = GetOrAdd(message);
            entry.IsClosed = true;
            return new(entry.Take());
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_messages.TryGet(message.Digest, out var entry))
            {
                entry.Release();
            }

            return default;
        }
    }

    /// <summary>Returns the entry of a message. One that was forgotten in a flood is added again, since retries may still come.</summary>
    private Entry GetOrAdd(MessageIdentity message)
    {
        if (!_messages.TryGet(message.Digest, out var entry))
        {
            _messages.TryAdd(message.Digest, entry = new Entry());
        }

        return entry;
    }

    private bool IsFirstBody(PlaintextSeal seal)
        => _signatures.TryAdd(seal.Signature, seal.Body) || (_signatures.TryGet(seal.Signature, out var body) && body == seal.Body);

    /// <summary>What is known of a message. Most have no retry, and nothing waits for their replies.</summary>
    private sealed class Entry
    {
        private TaskCompletionSource? _settled;

        public Reply? Reply { get; private set; }

        public int Waiting { get; set; }

        /// <summary>Gets or sets the number of deliveries. The first is counted with the second.</summary>
        public int Deliveries { get; set; } = 1;

        /// <summary>Gets or sets a value indicating whether WeChat's next retry is to take the reply.</summary>
        public bool IsOffered { get; set; }

        /// <summary>Gets or sets a value indicating whether the last retry was answered without the reply.</summary>
        public bool IsClosed { get; set; }

        /// <summary>Gets a value indicating whether the owner released the lease.</summary>
        public bool IsReleased { get; private set; }

        /// <summary>Gets a task that ends when there is a reply, or when the lease is released.</summary>
        public Task Settled
        {
            get
            {
                if (Reply is not null || IsReleased)
                {
                    return Task.CompletedTask;
                }

                _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _settled.Task;
            }
        }

        public Task Join()
        {
            Waiting++;
            return Settled;
        }

        /// <summary>Returns the reply, if there is one, to a delivery that answers with it.</summary>
        public Reply? Take()
        {
            IsOffered &= Reply is null;
            return Reply;
        }

        /// <summary>Takes an offered reply back; returns <see langword="false"/> when a retry has taken it.</summary>
        public bool TryWithdraw()
        {
            if (!IsOffered)
            {
                return false;
            }

            IsOffered = false;
            Reply = Reply.Success;
            return true;
        }

        /// <summary>Keeps the first reply.</summary>
        public void Settle(Reply reply)
        {
            Reply ??= reply;
            IsReleased = false;
            _settled?.TrySetResult();
        }

        /// <summary>Releases the lease, unless there is a reply.</summary>
        public void Release()
        {
            if (Reply is null)
            {
                IsReleased = true;
                IsClosed = false;
                _settled?.TrySetResult();
                _settled = null;
            }
        }

        /// <summary>Acquires a released lease; returns whether it was released.</summary>
        public bool TryTakeOver()
        {
            var isReleased = IsReleased;
            IsReleased = false;
            return isReleased;
        }
    }
}
