using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

/// <summary>A ledger whose first claim is another replica's, which then dies.</summary>
internal sealed class AbandoningLedger : ILedger
{
    public Claim Claim { get; set; } = Claim.Redelivery;

    public Action? Waits { get; init; }

    public TaskCompletionSource<bool>? Settling { get; init; }

    public (Reply Reply, bool InTime)? Settled { get; private set; }

    public ValueTask<Claim> ClaimAsync(MessageIdentity message, PlaintextSeal? plaintext, CancellationToken cancellationToken) => new(Claim);

    public ValueTask<Reply?> WaitAsync(MessageIdentity message, TimeSpan patience, CancellationToken cancellationToken)
    {
        Waits?.Invoke();
        Claim = Claim.First;
        return new(AbandonedReply.Instance);
    }

    public ValueTask<bool> SettleAsync(MessageIdentity message, Reply reply, bool inTime, CancellationToken cancellationToken)
    {
        Settled = (reply, inTime);
        return Settling is null ? new(false) : new(Settling.Task);
    }
}
