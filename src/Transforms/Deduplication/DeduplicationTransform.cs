using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Lets a message through once, however often WeChat delivers it. Each retry waits for the same reply and gets it.</summary>
internal sealed partial class DeduplicationTransform(
    ILedger ledger,
    WeChatRetries retries,
    ReplyKeeper keeper,
    MessageKeeper messages,
    ReplySettlement settlement,
    PushMetrics metrics,
    TimeProvider clock,
    ILogger<DeduplicationTransform> logger) : TwoWayTransform
{
    private const string NotAvailable = "unavailable";

    // A retry stops waiting this long before its deadline, to be answered with what it found.
    private static readonly TimeSpan Leave = TimeSpan.FromMilliseconds(50);

    // The time from the deadline until the owner has stored the message in the redelivery queue.
    private static readonly TimeSpan Keeping = TimeSpan.FromMilliseconds(500);

    private readonly RepeatedWarning _unavailable = new(clock);

    /// <inheritdoc/>
    public override ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var identity = MessageIdentity.Of(message);
        message.Id = identity.IdOf(message.Head);
        message.Key = identity.Digest;
        var acquired = AcquireAsync(message, identity, cancellationToken);

        // The usual case in memory. Without an await there is no state machine to allocate.
        if (acquired is { IsCompletedSuccessfully: true, Result: AcquireResult.First })
        {
            WeChatRetries.Begin(message);
            return new(Lead(message));
        }

        return GoOnAsync(acquired, message, identity, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<Reply> SendAsync(MessageContext message, Reply reply)
        => message.IsLed
            ? settlement.SettleAsync(message, new MessageIdentity(message.Key), reply)
            : new(settlement.InTime(message, reply));

    /// <inheritdoc/>
    public override async ValueTask FailAsync(MessageContext message, Exception exception)
    {
        if (message.IsLed)
        {
            // Settled here too, so that no retry waits in vain.
            await settlement.SettleAsync(message, new MessageIdentity(message.Key), message.Unanswered);
        }
    }

    private async ValueTask<Reply?> GoOnAsync(
        ValueTask<AcquireResult?> acquired, MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        var wasAbandoned = false;
        while (true)
        {
            switch (await acquired)
            {
                case AcquireResult.Forged:
                    return RefusedReply.Forged;
                case AcquireResult.First when !wasAbandoned:
                    WeChatRetries.Begin(message);
                    return Lead(message);
                case AcquireResult.First or AcquireResult.TakenOver:
                    await CountAsync(message, identity, cancellationToken);
                    return await TakeOverAsync(message, identity);
                case AcquireResult.Retry:
                    await CountAsync(message, identity, cancellationToken);
                    var reply = await FollowAsync(message, identity, cancellationToken);
                    if (reply is not AbandonedReply)
                    {
                        return reply;
                    }

                    wasAbandoned = true;
                    acquired = AcquireAsync(message, identity, cancellationToken);
                    break;
                default:
                    // The ledger is away. A message delivered twice is better than a lost one.
                    MessageKeeping.Of(message).Acquire();
                    return null;
            }
        }
    }

    private async ValueTask<AcquireResult?> AcquireAsync(
        MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        PlaintextSeal? plaintext = message.IsTrusted || message.Query.IsEncrypted ? null : PlaintextSeal.Of(message);
        using var span = message.StartSpan(PushSpans.Ledger);
        try
        {
            var result = await ledger.AcquireAsync(identity, plaintext, cancellationToken);
            span?.SetTag(PushSpans.Result, NameOf(result));
            if (result == AcquireResult.Forged)
            {
                span.Fail("other_body");
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled before the ledger answered. No backend will be called, and the message is kept.
            return null;
        }
        catch (Exception exception)
        {
            span.Fail(NotAvailable);
            WarnOf(exception);
            return null;
        }
    }

    private static string NameOf(AcquireResult result) => result switch
    {
        AcquireResult.First => "first",
        AcquireResult.TakenOver => "taken_over",
        AcquireResult.Retry => "retry",
        _ => "forged",
    };

    /// <summary>Sets the number of this delivery, where the answer depends on it. While the store is away, it counts as the last.</summary>
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

    /// <summary>
    /// Takes a message over from a dead replica, unless that had stored it in the redelivery queue and this retry cannot wait for it.
    /// </summary>
    private async ValueTask<Reply?> TakeOverAsync(MessageContext message, MessageIdentity identity)
    {
        var isElsewhere = message.Service.Reply.WhenLate == WhenLate.Retries
            ? !await messages.TryTakeBackAsync(identity.Digest)
            : await messages.HasAsync(identity.Digest);
        if (isElsewhere)
        {
            // Not settled: if the other replica is alive after all, its reply is still to come.
            message.Outcome = PushOutcome.Retry;
            metrics.Retried(message.Service.ShownName, "kept");
            return await keeper.AskToWaitAsync(message);
        }

        message.Outcome = null;
        metrics.Retried(message.Service.ShownName, "delivered_again");
        return Lead(message);
    }

    /// <summary>Answers with another delivery's reply; returns <see cref="AbandonedReply"/> when that delivery's replica died.</summary>
    private async ValueTask<Reply> FollowAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        message.Outcome = PushOutcome.Retry;
        var reply = await WaitAsync(message, identity, cancellationToken);
        if (OpenPush.IsRetriedAfter(message) && reply is not AbandonedReply)
        {
            return await FollowOpenAsync(message, identity, reply);
        }

        if (reply is null)
        {
            // WeChat is answered at the deadline and may not retry: a replica must have the message by then.
            reply = await WatchAsync(message, identity, cancellationToken);
            if (reply is not AbandonedReply && !message.TryAnswerInTime())
            {
                // Another delivery sends the reply.
                reply = null;
            }
        }

        if (reply is SuccessReply && message.OpenPush is { Number: > 0 })
        {
            // The earlier delivery was answered without the reply, which has come since.
            reply = await keeper.TakeOwnAsync(message) ?? reply;
        }

        if (reply is not AbandonedReply)
        {
            metrics.Retried(message.Service.ShownName, reply is null ? "too_late" : "same_reply");
        }

        // When WeChat was answered at the deadline, the user was asked to wait then.
        return reply
            ?? (message.WantsAnswer ? RetryReply.Instance : message.IsCutOff ? Reply.Success : await keeper.AskToWaitAsync(message));
    }

    /// <summary>Answers a delivery that a retry will follow, or leaves it unanswered.</summary>
    private async ValueTask<Reply> FollowOpenAsync(MessageContext message, MessageIdentity identity, Reply? reply)
    {
        metrics.Retried(message.Service.ShownName, reply is null ? "too_late" : "same_reply");
        if (reply is null)
        {
            return UnansweredReply.Instance;
        }

        if (!message.TryAnswerInTime())
        {
            // WeChat hung up at the moment when this delivery took the reply.
            message.IsHandedOver = await settlement.RecordAsync(message, identity, reply, inTime: false);
        }

        return reply;
    }

    /// <summary>Waits for the reply as long as WeChat does; returns <see langword="null"/> when none came, or the store is away.</summary>
    private async ValueTask<Reply?> WaitAsync(MessageContext message, MessageIdentity identity, CancellationToken cancellationToken)
    {
        if (message.IsCutOff)
        {
            // The ledger was slow to answer.
            return null;
        }

        using var span = message.StartSpan(PushSpans.LedgerWait);
        try
        {
            var reply = OpenPush.IsRetriedAfter(message)
                ? await retries.WaitAsync(message, identity, cancellationToken)
                : await ledger.WaitAsync(identity, UntilDeadline(message) - Leave, cancellationToken)
                    ?? await retries.CloseAsync(message, identity, cancellationToken);
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
            // The store was away for minutes, or the host stops.
            return AbandonedReply.Instance;
        }
    }

    private TimeSpan UntilDeadline(MessageContext message) => message.Deadline - clock.GetElapsedTime(message.ReceivedAt);

    private void WarnOf(Exception exception)
    {
        if (_unavailable.IsDue(out var leftOut))
        {
            Log.Unavailable(logger, exception, leftOut);
        }
    }

    /// <summary>Lets the message go on as the delivery that has the lease: no reply of its own.</summary>
    private static Reply? Lead(MessageContext message)
    {
        MessageKeeping.Of(message).Acquire();
        message.IsLed = true;
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The ledger is not available. Messages go on without it, so a retry of WeChat's may reach the backend again. Check the "
            + "store. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "Unavailable")]
        public static partial void Unavailable(ILogger logger, Exception exception, long leftOut);
    }
}
