using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Lets a message through once, however often WeChat delivers it; each further delivery waits for, and gets, the same reply.</summary>
internal sealed partial class DeduplicationTransform(ILedger ledger, Recordings recordings, TimeProvider clock, ILogger<DeduplicationTransform> logger) : IMessageTransform
{
    /// <summary>WeChat's MsgIds are 64-bit numbers, and for some mini programs 51 characters.</summary>
    private const int LongestId = 64;

    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var identity = MessageIdentity.Of(message);
        message.Id = IdOf(message, identity);
        PlaintextSeal? plaintext = message.Query.IsEncrypted ? null : PlaintextSeal.Of(message);
        while (true)
        {
            switch (await ClaimAsync(identity, plaintext, cancellationToken))
            {
                case Claim.Forged:
                    return RefusedReply.Forged;
                case Claim.First:
                    return await LeadAsync(message, identity, next, cancellationToken);
                case Claim.Redelivery:
                    var reply = await FollowAsync(message, identity, cancellationToken);
                    if (reply is not AbandonedReply)
                    {
                        return reply;
                    }

                    // The replica that had the message is gone: it is anybody's again.
                    message.Outcome = null;
                    break;
                default:
                    // A message twice is better than none.
                    return await next(message, cancellationToken);
            }
        }
    }

    /// <summary>A MsgId serves as the message's id for backends and logs, unless it could break either.</summary>
    private static string IdOf(MessageContext message, MessageIdentity identity)
        => message.Head.MsgId is { Length: > 0 and <= LongestId } id && !id.AsSpan().ContainsAnyExceptInRange('!', '~') ? id : identity.ToString();

    private async ValueTask<Claim?> ClaimAsync(MessageIdentity identity, PlaintextSeal? plaintext, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.ClaimAsync(identity, plaintext, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unavailable(logger, exception);
            return null;
        }
    }

    private async ValueTask<Reply> FollowAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        message.Outcome = PushOutcome.Redelivered;
        if (!message.TryFollow())
        {
            // The ledger was slow and WeChat is answered; what the message gets is another delivery's to send late.
            return Reply.Success;
        }

        // Its patience ends with its deadline.
        var patience = message.Service.Reply.Deadline - clock.GetElapsedTime(message.ReceivedAt);
        try
        {
            var reply = await ledger.WaitAsync(identity, patience, cancellationToken) ?? Reply.Success;
            return reply is AbandonedReply && !message.TryStopFollowing() ? Reply.Success : reply;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unavailable(logger, exception);
            return Reply.Success;
        }
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
            if (message.TryAnswerInTime())
            {
                // The reply does not wait for the ledger; re-deliveries wait for it there.
                _ = RecordAsync(message, identity, reply, inTime: true);
            }
            else
            {
                message.IsHandedOver = await RecordAsync(message, identity, reply, inTime: false);
            }
        }
    }

    private async Task<bool> RecordAsync(MessageContext message, MessageIdentity identity, Reply reply, bool inTime)
    {
        using var recording = recordings.Begin();
        try
        {
            return await ledger.SettleAsync(identity, reply, inTime, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The reply itself is at hand and goes its way.
            Log.NotRecorded(logger, exception, message.Service.Name, message.Id);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The ledger is not available; messages are delivered without it, a re-delivered one once more.", EventName = "Unavailable")]
        public static partial void Unavailable(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The reply to message '{MessageId}' of service '{Service}' could not be recorded; re-deliveries will not get it.", EventName = "NotRecorded")]
        public static partial void NotRecorded(ILogger logger, Exception exception, string service, string messageId);
    }
}
