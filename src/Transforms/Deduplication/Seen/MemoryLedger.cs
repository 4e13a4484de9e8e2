using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication.Seen;

/// <summary>The ledger of a single gateway process.</summary>
internal sealed class MemoryLedger(TimeProvider clock) : ILedger
{
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly RotatingMemory<SeenMessages, int> _messages = new(Retention.OfMessages, Capacity, clock);
    private readonly RotatingMemory<DigestTable<UInt128>, UInt128> _signatures = new(Retention.OfSignatures, Capacity, clock);

    /// <inheritdoc/>
    public ValueTask<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (plaintext is { } seal && !IsFirstBody(seal))
            {
                return new(AcquireResult.Forged);
            }

            if (_messages.TryFind(message.Digest, out var table, out var slot))
            {
                return new(table.TryTakeOver(slot) ? AcquireResult.TakenOver : AcquireResult.Retry);
            }

            _messages.Add(message.Digest, SeenMessages.Leased);
            return new(AcquireResult.First);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        SeenMessage? seen;
        Task settled;
        var startedAt = clock.GetTimestamp();
        lock (_gate)
        {
            seen = Find(message);
            if (seen is null)
            {
                return null;
            }

            settled = seen.Join();
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
                if (left <= TimeSpan.Zero || !settled.IsCompleted || seen.Reply is not null || seen.IsReleased)
                {
                    // Decided inside the lock, so that a settlement counts this delivery as waiting or not at all.
                    seen.Waiting--;
                    return seen.IsReleased ? AbandonedReply.Instance : seen.Take();
                }

                settled = seen.Settled;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken)
    {
        // The owner of the lease lives as long as this process.
        lock (_gate)
        {
            return new(Find(message)?.Known);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (table, slot) = FindOrAdd(message);
            return new(table.Settle(slot, reply, inTime));
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> CountAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(Find(message) is { } seen ? ++seen.Deliveries : 1);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Offer> OfferAsync(MessageIdentity message, Reply reply, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(FindOrOpen(message).Offer(reply));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> WithdrawAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(Find(message) is not { } seen || seen.TryWithdraw());
        }
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> CloseAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(FindOrOpen(message).Close());
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Find(message)?.Release();
            return default;
        }
    }

    private SeenMessage? Find(MessageIdentity message)
        => _messages.TryFind(message.Digest, out var table, out var slot) ? table.Open(slot) : null;

    private SeenMessage FindOrOpen(MessageIdentity message)
    {
        var (table, slot) = FindOrAdd(message);
        return table.Open(slot);
    }

    /// <summary>Returns where a message is. One that was forgotten in a flood is added again, since retries may still come.</summary>
    private (SeenMessages Table, int Slot) FindOrAdd(MessageIdentity message)
        => _messages.TryFind(message.Digest, out var table, out var slot)
            ? (table, slot)
            : _messages.Add(message.Digest, SeenMessages.Leased);

    private bool IsFirstBody(PlaintextSeal seal)
    {
        if (_signatures.TryFind(seal.Signature, out var table, out var slot))
        {
            return table[slot] == seal.Body;
        }

        _signatures.Add(seal.Signature, seal.Body);
        return true;
    }
}
