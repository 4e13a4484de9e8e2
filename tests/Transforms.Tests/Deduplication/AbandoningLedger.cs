using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

/// <summary>A ledger whose first result is another replica's, which then dies.</summary>
internal sealed class AbandoningLedger : ILedger
{
    public AcquireResult Result { get; set; } = AcquireResult.Retry;

    /// <summary>Gets what the next result is, once the death is known.</summary>
    public AcquireResult Next { get; init; } = AcquireResult.First;

    /// <summary>Gets what a delivery that waits finds out.</summary>
    public Func<Reply?> Wait { get; init; } = () => AbandonedReply.Instance;

    /// <summary>Gets what a delivery finds out that goes on watching.</summary>
    public Func<CancellationToken, Task<Reply?>> Watch { get; init; } = _ => Task.FromResult<Reply?>(AbandonedReply.Instance);

    /// <summary>Gets how long a message was said to take until it is safe.</summary>
    public TimeSpan Safe { get; private set; }

    public TaskCompletionSource<bool>? Settling { get; init; }

    public bool Released { get; private set; }

    public (Reply Reply, bool InTime)? Settled { get; private set; }

    public ValueTask<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Result);
    }

    public ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken)
        => new(Known(Wait()));

    public async ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken)
    {
        Safe = safe;
        return Known(await Watch(cancellationToken));
    }

    public ValueTask ReleaseAsync(MessageIdentity message, CancellationToken cancellationToken)
    {
        Released = true;
        return default;
    }

    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
    {
        Settled = (reply, inTime);
        return Settling is null ? new(false) : new(Settling.Task);
    }

    public ValueTask<int> CountAsync(MessageIdentity message, CancellationToken cancellationToken) => new(2);

    public ValueTask<Offer> OfferAsync(MessageIdentity message, Reply reply, CancellationToken cancellationToken) => new(Offer.Late);

    public ValueTask<bool> WithdrawAsync(MessageIdentity message, CancellationToken cancellationToken) => new(true);

    public ValueTask<Reply?> CloseAsync(MessageIdentity message, CancellationToken cancellationToken) => new((Reply?)null);

    private Reply? Known(Reply? reply)
    {
        Result = reply is AbandonedReply ? Next : Result;
        return reply;
    }
}
