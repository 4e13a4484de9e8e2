using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Decides which part of a reply WeChat gets now, records it for WeChat's retries, and has the rest sent later.</summary>
internal sealed partial class ReplySettlement(
    ILedger ledger,
    WeChatRetries retries,
    ReplyKeeper keeper,
    ILateReplies lateReplies,
    Recordings recordings,
    TimeProvider clock,
    ILogger<ReplySettlement> logger)
{
    // A retry on another replica answers WeChat within this time after the reply is published. Then the rest may follow.
    private static readonly TimeSpan HandingOver = TimeSpan.FromMilliseconds(500);

    // WeChat's next retry comes later than this.
    private static readonly TimeSpan Releasing = TimeSpan.FromMilliseconds(50);

    private readonly RepeatedWarning _notRecorded = new(clock);

    /// <summary>Records the reply and returns what WeChat gets: the whole reply when it is late, for the late reply.</summary>
    public async ValueTask<Reply> SettleAsync(MessageContext message, MessageIdentity identity, Reply reply)
    {
        if (reply is RetryReply || (reply is RawReply { IsRefusal: true } && message.WantsAnswer && message.TryAnswerInTime()))
        {
            // WeChat retries, and the backend may then do what it cannot do now.
            await ReleaseAsync(message, identity).WaitAsync(Releasing, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return reply;
        }

        var form = PassiveForm.Of(reply, message, keeper.RestOf(message));
        if (message.TryAnswerInTime())
        {
            // The reply does not wait for the ledger. Retries wait there until it is recorded.
            _ = RecordAsync(message, identity, form.Passive, inTime: true);
            return AnswerInTime(message, form);
        }

        // A message that WeChat retries gets its reply with the next retry: nothing of it is sent late.
        var isTaken = await RecordAsync(message, identity, form.Passive, inTime: message.WantsAnswer);
        message.IsHandedOver |= isTaken || message.WantsAnswer;
        if (isTaken)
        {
            SendLater(message, form, Task.Delay(HandingOver, clock));
        }

        return reply;
    }

    /// <summary>Returns what WeChat gets while the ledger is away.</summary>
    public Reply InTime(MessageContext message, Reply reply)
    {
        if (reply is RetryReply || !message.TryAnswerInTime())
        {
            return reply;
        }

        return AnswerInTime(message, PassiveForm.Of(reply, message, keeper.RestOf(message)));
    }

    /// <summary>Records a reply; returns whether a retry takes it.</summary>
    public async Task<bool> RecordAsync(MessageContext message, MessageIdentity identity, Reply reply, bool inTime)
    {
        using var recording = recordings.Begin();
        try
        {
            return message.ComesAgain && !inTime
                ? await retries.PassOnAsync(identity, reply)
                : await ledger.SettleAsync(identity, reply, inTime, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The reply itself goes on to WeChat.
            if (_notRecorded.IsDue(out var leftOut))
            {
                Log.NotRecorded(logger, exception, message.Service.Name, message.Id, leftOut);
            }

            return false;
        }
    }

    private Reply AnswerInTime(MessageContext message, PassiveForm form)
    {
        if (form.Passive is SuccessReply && form.Later.Count > 0)
        {
            // The user gets the reply, though not in this response.
            message.Outcome ??= PushOutcome.Replied;
        }

        SendLater(message, form, message.Responded);
        return form.Passive;
    }

    private void SendLater(MessageContext message, PassiveForm form, Task before)
    {
        if (form.IsCut || form.Later.Count > 0)
        {
            lateReplies.SendAfter(message, form, before);
        }
    }

    private async Task ReleaseAsync(MessageContext message, MessageIdentity identity)
    {
        using var recording = recordings.Begin();
        try
        {
            await ledger.ReleaseAsync(identity, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // WeChat's next retry gets no reply, and WeChat retries again.
            if (_notRecorded.IsDue(out var leftOut))
            {
                Log.NotReleased(logger, exception, message.Service.Name, message.Id, leftOut);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The reply to message '{MessageId}' of service '{Service}' could not be recorded in the ledger. WeChat's retries will not"
            + " get it. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "NotRecorded")]
        public static partial void NotRecorded(ILogger logger, Exception exception, string service, string messageId, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The lease of message '{MessageId}' of service '{Service}', which no backend took, could not be released. WeChat's "
            + "retries will get no reply until it ends. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "NotReleased")]
        public static partial void NotReleased(ILogger logger, Exception exception, string service, string messageId, long leftOut);
    }
}
