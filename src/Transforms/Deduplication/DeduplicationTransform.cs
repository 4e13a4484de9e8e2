using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Lets a message through once, however often WeChat delivers it; each further delivery waits for, and gets, the same reply.</summary>
internal sealed partial class DeduplicationTransform(
    ILedger ledger,
    WeChatRetries retries,
    ReplyKeeper keeper,
    IMessageCustody custody,
    ReplySettlement settlement,
    PushMetrics metrics,
    TimeProvider clock,
    ILogger<DeduplicationTransform> logger) : IMessageTransform
{
    /// <summary>WeChat's MsgIds are 64-bit numbers, and for some mini programs 51 characters.</summary>
    private const int LongestId = 64;

    private const string NotAvailable = "unavailable";

    // A re-delivery leaves the ledger before its deadline, to be answered with what it found there.
    private static readonly TimeSpan Leave = TimeSpan.FromMilliseconds(50);

    // From the deadline until a message is in custody.
    private static readonly TimeSpan Keeping = TimeSpan.FromMilliseconds(500);

    private readonly RepeatedWarning _unavailable = new(clock);

    /// <inheritdoc/>
    public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var identity = MessageIdentity.Of(message);
        message.Id = IdOf(message, identity);
        message.Key = identity.Digest;
        PlaintextSeal? plaintext = message.Query.IsEncrypted ? null : PlaintextSeal.Of(message);
        var claim = ClaimAsync(message, identity, plaintext, cancellationToken);

        // The usual case in memory; what waits for nothing need not be kept.
        if (claim is { IsCompletedSuccessfully: true, Result: Claim.First })
        {
            WeChatRetries.Begin(message);
            return LeadAsync(message, identity, next, cancellationToken);
        }

        return GoOnAsync(claim, message, identity, plaintext, next, cancellationToken);
    }

    private async ValueTask<Reply> GoOnAsync(
        ValueTask<Claim?> claim, MessageContext message, MessageIdentity identity, PlaintextSeal? plaintext, MessageDelegate next, CancellationToken cancellationToken)
    {
        var wasAbandoned = false;
        while (true)
        {
            switch (await claim)
            {
                case Claim.Forged:
                    return RefusedReply.Forged;
                case Claim.First when !wasAbandoned:
                    WeChatRetries.Begin(message);
                    return await LeadAsync(message, identity, next, cancellationToken);
                case Claim.First or Claim.TakenOver:
                    await CountAsync(message, identity, cancellationToken);
                    return await TakeOverAsync(message, identity, next, cancellationToken);
                case Claim.Redelivery:
                    await CountAsync(message, identity, cancellationToken);
                    var reply = await FollowAsync(message, identity, cancellationToken);
                    if (reply is not AbandonedReply)
                    {
                        return reply;
                    }

                    wasAbandoned = true;
                    claim = ClaimAsync(message, identity, plaintext, cancellationToken);
                    break;
                default:
                    // A message twice is better than none.
                    message.Claim(identity.Digest);
                    return settlement.InTime(message, await next(message, cancellationToken));
            }
        }
    }

    /// <summary>A MsgId serves as the message's id for backends and logs, unless it could break either.</summary>
    private static string IdOf(MessageContext message, MessageIdentity identity)
        => MessageIdentity.HasId(message.Head) && message.Head.MsgId is { Length: <= LongestId } id && !id.AsSpan().ContainsAnyExceptInRange('!', '~') ? id : identity.ToString();

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
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Given up while nothing was known. No backend will be called, and the message kept.
            return null;
        }
        catch (Exception exception)
        {
            span.Fail(NotAvailable);
            WarnOf(exception);
            return null;
        }
    }

    private static string NameOf(Claim claim) => claim switch
    {
        Claim.First => "first",
        Claim.TakenOver => "taken_over",
        Claim.Redelivery => "redelivery",
        _ => "forged",
    };

    /// <summary>Finds out which delivery this is, where that decides how it is answered; while the store is away, it passes for the last.</summary>
    private async ValueTask CountAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            await retries.CountAsync(message, identity, cancellationToken);
        }
        catch (Exception exception)
        {
            WarnOf(exception);
        }
    }

    /// <summary>Takes a message over from a replica that is gone, unless that one had put it where the others find it and WeChat's next delivery cannot wait.</summary>
    private async ValueTask<Reply> TakeOverAsync(MessageContext message, MessageIdentity identity, MessageDelegate next, CancellationToken cancellationToken)
    {
        var isElsewhere = message.Service.Reply.WhenLate == WhenLate.Retries
            ? !await custody.TryTakeBackAsync(identity.Digest)
            : await custody.HasAsync(identity.Digest);
        if (isElsewhere)
        {
            // Not settled: should the other only have passed for gone, its reply is still to come.
            message.Outcome = PushOutcome.Redelivered;
            metrics.Redelivered(message.Service.Name, "kept");
            return keeper.AskToWait(message);
        }

        message.Outcome = null;
        metrics.Redelivered(message.Service.Name, "delivered_again");
        return await LeadAsync(message, identity, next, cancellationToken);
    }

    /// <summary>Answers with what another delivery brings; returns <see cref="AbandonedReply"/> when that is gone.</summary>
    private async ValueTask<Reply> FollowAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        message.Outcome = PushOutcome.Redelivered;
        var reply = await WaitAsync(message, identity, cancellationToken);
        if (OpenPush.IsRetriedAfter(message) && reply is not AbandonedReply)
        {
            return await FollowOpenAsync(message, identity, reply);
        }

        if (reply is null)
        {
            // WeChat is answered at the deadline, and may not come again: by then somebody must have the message.
            reply = await WatchAsync(message, identity, cancellationToken);
            if (reply is not AbandonedReply && !message.TryAnswerInTime())
            {
                // What the message gets, another delivery sends.
                reply = null;
            }
        }

        if (reply is SuccessReply && message.GetState<OpenPush>() is { Number: > 0 })
        {
            // The delivery before was answered without the reply, which has come meanwhile.
            reply = await keeper.TakeOwnAsync(message) ?? reply;
        }

        if (reply is not AbandonedReply)
        {
            metrics.Redelivered(message.Service.Name, reply is null ? "too_late" : "same_reply");
        }

        // Where WeChat was answered meanwhile, the user was asked to wait then.
        return reply ?? (message.WantsAnswer ? RetryReply.Instance : message.IsCutOff ? Reply.Success : keeper.AskToWait(message));
    }

    /// <summary>Answers, or leaves unanswered, a delivery that another will follow.</summary>
    private async ValueTask<Reply> FollowOpenAsync(MessageContext message, MessageIdentity identity, Reply? reply)
    {
        metrics.Redelivered(message.Service.Name, reply is null ? "too_late" : "same_reply");
        if (reply is null)
        {
            return UnansweredReply.Instance;
        }

        if (!message.TryAnswerInTime())
        {
            // WeChat hung up at the moment at which this delivery took the reply.
            message.IsHandedOver = await settlement.RecordAsync(message, identity, reply, inTime: false);
        }

        return reply;
    }

    /// <summary>Waits for the reply as long as WeChat does; returns <see langword="null"/> when none came, or that cannot be told.</summary>
    private async ValueTask<Reply?> WaitAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        if (message.IsCutOff)
        {
            // The ledger was slow with the claim.
            return null;
        }

        using var span = message.StartSpan(PushSpans.LedgerWait);
        try
        {
            var reply = OpenPush.IsRetriedAfter(message)
                ? await retries.WaitAsync(message, identity, cancellationToken)
                : await ledger.WaitAsync(identity, UntilDeadline(message) - Leave, cancellationToken) ?? await retries.CloseAsync(message, identity, cancellationToken);
            span?.SetTag(PushSpans.Result, reply is null or AbandonedReply ? "too_late" : "same_reply");
            return reply;
        }
        catch (Exception exception)
        {
            span.Fail(NotAvailable);
            WarnOf(exception);
            return null;
        }
    }

    private async ValueTask<Reply?> WatchAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.WatchAsync(identity, UntilDeadline(message) + Keeping, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing could be found out for minutes, or the host stops.
            return AbandonedReply.Instance;
        }
    }

    private TimeSpan UntilDeadline(MessageContext message) => message.Service.Reply.Deadline - clock.GetElapsedTime(message.ReceivedAt);

    private void WarnOf(Exception exception)
    {
        if (_unavailable.IsDue(out var leftOut))
        {
            Log.Unavailable(logger, exception, leftOut);
        }
    }

    private async ValueTask<Reply> LeadAsync(MessageContext message, MessageIdentity identity, MessageDelegate next, CancellationToken cancellationToken)
    {
        message.Claim(identity.Digest);
        Reply reply;
        try
        {
            reply = await next(message, cancellationToken);
        }
        catch
        {
            // Settled also then, so that no re-delivery waits for nothing.
            await settlement.SettleAsync(message, identity, message.Unanswered);
            throw;
        }

        return await settlement.SettleAsync(message, identity, reply);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The ledger is not available; messages are delivered without it, a re-delivered one once more. Such warnings left out since the last: '{LeftOut}'.", EventName = "Unavailable")]
        public static partial void Unavailable(ILogger logger, Exception exception, long leftOut);
    }
}
