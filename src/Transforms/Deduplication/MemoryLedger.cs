using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>The ledger of a single gateway process.</summary>
internal sealed class MemoryLedger(TimeProvider clock) : ILedger
{
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly RotatingMemory<Entry> _messages = new(Retention.OfMessages, Capacity, clock);
    private readonly RotatingMemory<UInt128> _signatures = new(Retention.OfSignatures, Capacity, clock);

    /// <inheritdoc/>
    public ValueTask<Claim> ClaimAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (plaintext is { } seal && !IsFirstBody(seal))
            {
                return new(Claim.Forged);
            }

            return new(_messages.TryAdd(message.Digest, new Entry()) ? Claim.First : Claim.Redelivery);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan patience, CancellationToken cancellationToken)
    {
        Entry? entry;
        Task settled;
        lock (_gate)
        {
            if (!_messages.TryGet(message.Digest, out entry))
            {
                return null;
            }

            settled = entry.Join();
        }

        if (patience > TimeSpan.Zero)
        {
            await settled.WaitAsync(patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_gate)
        {
            // Decided under the lock: whoever settles counts either this delivery or none.
            entry.Waiting--;
            return entry.Reply;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken)
    {
        // Whoever claimed it lives as long as this process.
        lock (_gate)
        {
            return new(_messages.TryGet(message.Digest, out var entry) ? entry.Reply : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_messages.TryGet(message.Digest, out var entry))
            {
                // Forgotten in a flood; re-deliveries may still come.
                _messages.TryAdd(message.Digest, entry = new Entry());
            }

            var isTaken = entry.Waiting > 0;
            entry.Settle(inTime || isTaken ? reply : Reply.Success);
            return new(isTaken);
        }
    }

    private bool IsFirstBody(PlaintextSeal seal)
        => _signatures.TryAdd(seal.Signature, seal.Body) || (_signatures.TryGet(seal.Signature, out var body) && body == seal.Body);

    /// <summary>What is known of a message. Most are delivered once, and nobody waits for their replies.</summary>
    private sealed class Entry
    {
        private TaskCompletionSource? _settled;

        public Reply? Reply { get; private set; }

        public int Waiting { get; set; }

        public Task Join()
        {
            Waiting++;
            if (Reply is not null)
            {
                return Task.CompletedTask;
            }

            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _settled.Task;
        }

        /// <summary>Keeps the first reply.</summary>
        public void Settle(Reply reply)
        {
            Reply ??= reply;
            _settled?.TrySetResult();
        }
    }
}
