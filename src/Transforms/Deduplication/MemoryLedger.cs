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

            if (_messages.TryGet(message.Digest, out _))
            {
                return new(Claim.Redelivery);
            }

            _messages.Add(message.Digest, new Entry());
            return new(Claim.First);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan patience, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_messages.TryGet(message.Digest, out entry))
            {
                return null;
            }

            entry.Waiting++;
        }

        if (patience > TimeSpan.Zero)
        {
            await ((Task)entry.Reply.Task).WaitAsync(patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_gate)
        {
            // Decided under the lock: whoever settles counts either this delivery or none.
            entry.Waiting--;
            return entry.Reply.Task.IsCompletedSuccessfully ? entry.Reply.Task.Result : null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_messages.TryGet(message.Digest, out var entry))
            {
                return new(false);
            }

            var isTaken = entry.Waiting > 0;
            entry.Reply.TrySetResult(inTime || isTaken ? reply : Reply.Success);
            return new(isTaken);
        }
    }

    private bool IsFirstBody(PlaintextSeal seal)
    {
        if (_signatures.TryGet(seal.Signature, out var body))
        {
            return body == seal.Body;
        }

        _signatures.Add(seal.Signature, seal.Body);
        return true;
    }

    private sealed class Entry
    {
        public TaskCompletionSource<Reply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting { get; set; }
    }
}
