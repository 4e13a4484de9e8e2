using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>
/// Lets WeChat's retries share one backend call: each is left unanswered until WeChat hangs up (<c>Reply.WhenLate: Retries</c>).
/// </summary>
/// <remarks>Exceptions pass: without the ledger, the caller answers as if no retry would come.</remarks>
internal sealed class WeChatRetries(ILedger ledger, TimeProvider clock)
{
    // WeChat retries as soon as it has hung up. Its next retry takes this long at most.
    private static readonly TimeSpan NextDelivery = TimeSpan.FromSeconds(6);

    /// <summary>Records that this is WeChat's first delivery of the message.</summary>
    public static void Begin(MessageContext message)
    {
        if (message.OpenPush is { } push)
        {
            push.Number = 1;
        }
    }

    /// <summary>Finds out which of WeChat's deliveries this is, where that decides how it is answered.</summary>
    public async ValueTask CountAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        if (message.OpenPush is { Number: 0 } push)
        {
            push.Number = await ledger.CountAsync(identity, cancellationToken);
        }
    }

    /// <summary>Waits for the reply until WeChat hangs up.</summary>
    public async ValueTask<Reply?> WaitAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        using var hungUp = CancellationTokenSource.CreateLinkedTokenSource(message.OpenPush!.HungUp, cancellationToken);
        return await ledger.WaitAsync(identity, UnansweredReply.Longest - clock.GetElapsedTime(message.ReceivedAt), hungUp.Token);
    }

    /// <summary>Records that no retry will wait any more; returns the reply when it has just come.</summary>
    public async ValueTask<Reply?> CloseAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
        => message.Service.Reply.WhenLate == WhenLate.Retries ? await ledger.CloseAsync(identity, cancellationToken) : null;

    /// <summary>Hands a reply to a retry that waits or to the next one; returns whether a retry took it.</summary>
    public async Task<bool> PassOnAsync(MessageIdentity identity, Reply reply)
    {
        var offer = await ledger.OfferAsync(identity, reply, CancellationToken.None);
        if (offer != Offer.Open || reply is SuccessReply)
        {
            return offer != Offer.Late;
        }

        await Task.Delay(NextDelivery, clock, CancellationToken.None);
        return !await ledger.WithdrawAsync(identity, CancellationToken.None);
    }
}
