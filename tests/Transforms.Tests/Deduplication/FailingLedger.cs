using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

/// <summary>A ledger whose store is away.</summary>
internal sealed class FailingLedger : ILedger
{
    public AcquireResult Result { get; init; } = AcquireResult.First;

    public bool AcquiringThrows { get; init; }

    public bool SettlingThrows { get; init; }

    public ValueTask<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken)
        => AcquiringThrows ? throw new TimeoutException("The store does not answer.") : new(Result);

    public ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan timeout, CancellationToken cancellationToken)
        => throw new TimeoutException("The store does not answer.");

    public ValueTask<Reply?> WatchAsync(MessageIdentity message, TimeSpan safe, CancellationToken cancellationToken) => new((Reply?)null);

    public ValueTask ReleaseAsync(MessageIdentity message, CancellationToken cancellationToken)
        => SettlingThrows ? throw new TimeoutException("The store does not answer.") : default;

    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
        => SettlingThrows ? throw new TimeoutException("The store does not answer.") : new(false);

    public ValueTask<int> CountAsync(MessageIdentity message, CancellationToken cancellationToken)
        => throw new TimeoutException("The store does not answer.");

    public ValueTask<Offer> OfferAsync(MessageIdentity message, Reply reply, CancellationToken cancellationToken)
        => throw new TimeoutException("The store does not answer.");

    public ValueTask<bool> WithdrawAsync(MessageIdentity message, CancellationToken cancellationToken)
        => throw new TimeoutException("The store does not answer.");

    public ValueTask<Reply?> CloseAsync(MessageIdentity message, CancellationToken cancellationToken)
        => throw new TimeoutException("The store does not answer.");
}
