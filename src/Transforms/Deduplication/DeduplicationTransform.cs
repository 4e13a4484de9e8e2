using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Lets a message through once, however often WeChat delivers it; each further delivery waits for, and gets, the same reply.</summary>
internal sealed partial class DeduplicationTransform(
    ILedger ledger, Recordings recordings, PushMetrics metrics, TimeProvider clock, ILogger<DeduplicationTransform> logger) : IMessageTransform
{
    /// <summary>WeChat's MsgIds are 64-bit numbers, and for some mini programs 51 characters.</summary>
    private const int LongestId = 64;

    private const string NotAvailable = "unavailable";

    private readonly RepeatedWarning _unavailable = new(clock);
    private readonly RepeatedWarning _notRecorded = new(clock);

    /// <inheritdoc/>
    public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var identity = MessageIdentity.Of(message);
        message.Id = IdOf(message, identity);
        PlaintextSeal? plaintext = message.Query.IsEncrypted ? null : PlaintextSeal.Of(message);
        var claim = ClaimAsync(message, identity, plaintext, cancellationToken);

        // The usual case in memory; what waits for nothing need not be kept.
        return claim is { IsCompletedSuccessfully: true, Result: Claim.First }
            ? LeadAsync(message, identity, next, cancellationToken)
            : GoOnAsync(claim, message, identity, plaintext, next, cancellationToken);
    }

    private async ValueTask<Reply> GoOnAsync(
        ValueTask<Claim?> claim, MessageContext message, MessageIdentity identity, PlaintextSeal? plaintext, MessageDelegate next, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await claim)
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
                    metrics.Redelivered(message.Service.Name, "delivered_again");
                    message.Outcome = null;
                    claim = ClaimAsync(message, identity, plaintext, cancellationToken);
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

    private async ValueTask<Claim?> ClaimAsync(MessageContext message, MessageIdentity identity, PlaintextSeal? plaintext, CancellationToken cancellationToken)
    {
        using var span = message.StartSpan(PushSpans.Ledger);
        try
        {
            var claim = await ledger.ClaimAsync(identity, plaintext, cancellationToken);
            span?.SetTag(PushSpans.Result, NameOf(claim));
            if (claim == Claim.Forged)
            {
                span.Fail("other_body");
            }

            return claim;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            span.Fail(NotAvailable);
            WarnOf(exception);
            return null;
        }
    }

    private static string NameOf(Claim claim) => claim switch
    {
        Claim.First => "first",
        Claim.Redelivery => "redelivery",
        _ => "forged",
    };

    private async ValueTask<Reply> FollowAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        using var span = message.StartSpan(PushSpans.LedgerWait);
        message.Outcome = PushOutcome.Redelivered;
        if (!message.TryFollow())
        {
            // The ledger was slow and WeChat is answered; what the message gets is another delivery's to send late.
            return Followed(message, span, reply: null);
        }

        // Its patience ends with its deadline.
        var patience = message.Service.Reply.Deadline - clock.GetElapsedTime(message.ReceivedAt);
        try
        {
            var reply = await ledger.WaitAsync(identity, patience, cancellationToken);
            var isAbandoned = reply is AbandonedReply;
            return isAbandoned && message.TryStopFollowing() ? reply! : Followed(message, span, isAbandoned ? null : reply);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            span.Fail(NotAvailable);
            WarnOf(exception);
            return Followed(message, span, reply: null);
        }
    }

    private Reply Followed(MessageContext message, Activity? span, Reply? reply)
    {
        var result = reply is null ? "too_late" : "same_reply";
        metrics.Redelivered(message.Service.Name, result);
        span?.SetTag(PushSpans.Result, result);
        return reply ?? Reply.Success;
    }

    private void WarnOf(Exception exception)
    {
        if (_unavailable.IsDue(out var leftOut))
        {
            Log.Unavailable(logger, exception, leftOut);
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
            if (_notRecorded.IsDue(out var leftOut))
            {
                Log.NotRecorded(logger, exception, message.Service.Name, message.Id, leftOut);
            }

            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The ledger is not available; messages are delivered without it, a re-delivered one once more. Such warnings left out since the last: '{LeftOut}'.", EventName = "Unavailable")]
        public static partial void Unavailable(ILogger logger, Exception exception, long leftOut);

        [LoggerMessage(2, LogLevel.Warning, "The reply to message '{MessageId}' of service '{Service}' could not be recorded; re-deliveries will not get it. Such warnings left out since the last: '{LeftOut}'.", EventName = "NotRecorded")]
        public static partial void NotRecorded(ILogger logger, Exception exception, string service, string messageId, long leftOut);
    }
}
