using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Answers WeChat at the service's deadline, and hands a reply that comes later to <see cref="LateReplySender"/>.</summary>
internal sealed partial class DeadlineTransform(
    LateReplySender lateReplies, ReplyKeeper keeper, MessageKeeper messages, DeadlineClock deadlines, ILogger<DeadlineTransform> logger)
    : IMessageTransform
{
    // This long before the deadline the message is stored for other replicas, while WeChat still waits: its reply will hardly come in time.
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(150);

    // As many as are on their way under load.
    private const int MostSources = 256;

    private readonly DefaultObjectPool<CancellationTokenSource> _sources = new(new SourcePolicy(), MostSources);

    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var giveUp = _sources.Get();
        var work = Begin(message, next, giveUp.Token);
        if (!work.IsCompleted)
        {
            var deadline = message.Deadline;
            await UntilAsync(deadline - (Ahead < deadline / 4 ? Ahead : deadline / 4), message, work);
            if (!work.IsCompleted)
            {
                if (await AnswerLateAsync(message, work, giveUp) is { } answer)
                {
                    return answer;
                }

                // Those who keep the message may still give it up.
                giveUp.Dispose();
                giveUp = null;
            }
        }

        if (giveUp is not null)
        {
            _sources.Return(giveUp);
        }

        return work is { IsCompletedSuccessfully: true, Result: { } reply } ? reply : await EndAsync(message, work);
    }

    /// <summary>Waits until the deadline; returns the answer for WeChat, or <see langword="null"/> when the work ended in time.</summary>
    private async Task<Reply?> AnswerLateAsync(MessageContext message, Task<Reply> work, CancellationTokenSource giveUp)
    {
        // This is the deadline thread from here on, so the store is called on another.
        var deadline = message.Deadline;
        var leased = Task.Run(() => messages.LeaseAsync(message, work, giveUp), CancellationToken.None);
        await UntilAsync(deadline, message, work);
        if (OpenPush.IsRetriedAfter(message))
        {
            await UntilHungUpAsync(message, work);
        }

        if (work.IsCompleted || !message.TryCutOff())
        {
            return null;
        }

        if (message.Outcome != PushOutcome.Retry)
        {
            // A retry waits for the first push's reply, which has its own outcome.
            message.Outcome = PushOutcome.Late;
            Log.CutOff(logger, message.Service.Name, message.Id, deadline, message.OpenPush?.Number ?? 1);
        }

        // Begun before the reply is followed, which may end at once.
        var answer = AnswerAtDeadlineAsync(message);
        lateReplies.Follow(message, EndAsync(message, work), giveUp);

        // WeChat does not retry once it is answered, so the message must be stored by then.
        await UntilAsync(LatestAnswer.For(deadline), message, leased);
        return await answer.ConfigureAwait(false);
    }

    private ValueTask<Reply> AnswerAtDeadlineAsync(MessageContext message)
        => OpenPush.IsRetriedAfter(message) ? new(UnansweredReply.Instance)
            : message.WantsAnswer ? new(RetryReply.Instance)
            : keeper.AskToWaitAsync(message);

    private ConfiguredValueTaskAwaitable UntilAsync(TimeSpan age, MessageContext message, Task work)
        => deadlines.UntilAsync(message.ReceivedAt, age, work).ConfigureAwait(false);

    /// <summary>Waits for the work until WeChat hangs up, or must have done so.</summary>
    private async Task UntilHungUpAsync(MessageContext message, Task work)
    {
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = message.OpenPush!.HungUp;
        await using (token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), hungUp))
        {
            await UntilAsync(UnansweredReply.Longest, message, Task.WhenAny(work, hungUp.Task));
        }
    }

    private static Task<Reply> Begin(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        try
        {
            return next(message, cancellationToken).AsTask();
        }
        catch (Exception exception)
        {
            // Treat a synchronous throw like a faulted task.
            return Task.FromException<Reply>(exception);
        }
    }

    /// <summary>Awaits the rest of the pipeline. An exception is a bug, ours or a host's, and WeChat does not see it.</summary>
    private async Task<Reply> EndAsync(MessageContext message, Task<Reply> work)
    {
        try
        {
            return await work ?? throw new InvalidOperationException("A transform returned no reply.");
        }
        catch (Exception exception)
        {
            // WeChat must get an answer whatever a transform throws.
            message.Outcome = PushOutcome.Failed;
            Log.Broken(logger, exception, message.Service.Name, message.Id);
            return message.Unanswered;
        }
    }

    private sealed class SourcePolicy : PooledObjectPolicy<CancellationTokenSource>
    {
        public override CancellationTokenSource Create() => new();

        public override bool Return(CancellationTokenSource obj)
        {
            // Also drops what is still registered with it.
            if (obj.TryReset())
            {
                return true;
            }

            obj.Dispose();
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "The backend did not answer message '{MessageId}' of service '{Service}' within '{Deadline}' of delivery '{Delivery}'. "
                + "Answering WeChat now; the reply follows by Reply.WhenLate.",
            EventName = "CutOff")]
        public static partial void CutOff(ILogger logger, string service, string messageId, TimeSpan deadline, int delivery);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Handling message '{MessageId}' of service '{Service}' threw an exception; answering WeChat without a reply.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service, string messageId);
    }
}
