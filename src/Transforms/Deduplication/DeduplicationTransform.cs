using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Lets a message through once, however often WeChat delivers it; each further delivery waits for, and gets, the same reply.</summary>
internal sealed class DeduplicationTransform(ILedger ledger, TimeProvider clock) : IMessageTransform
{
    /// <summary>WeChat's MsgIds are 64-bit numbers, and for some mini programs 51 characters.</summary>
    private const int LongestId = 64;

    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var identity = MessageIdentity.Of(message);
        message.Id = IdOf(message, identity);
        PlaintextSeal? plaintext = message.Query.IsEncrypted ? null : PlaintextSeal.Of(message);
        return await ledger.ClaimAsync(identity, plaintext, cancellationToken) switch
        {
            Claim.Forged => RefusedReply.Forged,
            Claim.Redelivery => await FollowAsync(message, identity, cancellationToken),
            _ => await LeadAsync(message, identity, next, cancellationToken),
        };
    }

    /// <summary>A MsgId serves as the message's id for backends and logs, unless it could break either.</summary>
    private static string IdOf(MessageContext message, MessageIdentity identity)
        => message.Head.MsgId is { Length: > 0 and <= LongestId } id && !id.AsSpan().ContainsAnyExceptInRange('!', '~') ? id : identity.ToString();

    private async ValueTask<Reply> FollowAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        message.Outcome = PushOutcome.Redelivered;
        if (!message.TryAnswerInTime())
        {
            // The ledger was slow and WeChat is answered; what the message gets is another delivery's to send late.
            return Reply.Success;
        }

        // Its patience ends with its deadline.
        var patience = message.Service.Reply.Deadline - clock.GetElapsedTime(message.ReceivedAt);
        return await ledger.WaitAsync(identity, patience, cancellationToken) ?? Reply.Success;
    }

    private async ValueTask<Reply> LeadAsync(MessageContext message, MessageIdentity identity, MessageDelegate next, CancellationToken cancellationToken)
    {
        // Settled also when the way ends in an exception, so that no re-delivery waits for nothing.
        var reply = Reply.Success;
        try
        {
            reply = await next(message, cancellationToken);
            return reply;
        }
        finally
        {
            var inTime = message.TryAnswerInTime();
            var isTaken = await ledger.SettleAsync(identity, reply, inTime, CancellationToken.None);
            message.IsHandedOver = isTaken && !inTime;
        }
    }
}
