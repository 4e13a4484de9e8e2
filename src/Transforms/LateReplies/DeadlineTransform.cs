using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Lets WeChat wait no longer than the service's deadline; a reply that comes later is handed to <see cref="LateReplySender"/>.</summary>
internal sealed partial class DeadlineTransform(
    LateReplySender lateReplies, ReplyKeeper keeper, MessageKeeper messages, DeadlineClock deadlines, ILogger<DeadlineTransform> logger) : IMessageTransform
{
    // A reply that is not there by now will hardly come in time: the message is put where other replicas find it while WeChat still waits.
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(150);

    // For a message that is not safe by then WeChat waits so much longer, but no longer than its five seconds less what it takes to answer.
    private static readonly TimeSpan Beyond = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LatestAnswer = TimeSpan.FromSeconds(4.8);

    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var giveUp = new CancellationTokenSource();
        var work = Begin(message, next, giveUp.Token);
        if (!work.IsCompleted)
        {
            var deadline = message.Service.Reply.Deadline;
            await UntilAsync(deadline - (Ahead < deadline / 4 ? Ahead : deadline / 4), message, work);

            // From here on this is the thread of the deadlines: it waits for nobody's store.
            var leased = work.IsCompleted ? Task.CompletedTask : Task.Run(() => messages.LeaseAsync(message, work, giveUp), CancellationToken.None);
            await UntilAsync(deadline, message, work);
            if (message.ComesAgain)
            {
                await UntilHungUpAsync(message, work);
            }

            if (!work.IsCompleted && message.TryCutOff())
            {
                if (message.Outcome != PushOutcome.Retry)
                {
                    // What a retry waits for, another delivery has told.
                    message.Outcome = PushOutcome.Late;
                    Log.CutOff(logger, message.Service.Name, message.Id, deadline, message.Delivery);
                }

                lateReplies.Follow(message, EndAsync(message, work), giveUp);

                // WeChat will not send it again.
                await UntilAsync(deadline + Beyond < LatestAnswer ? deadline + Beyond : LatestAnswer, message, leased);
                return message.ComesAgain ? UnansweredReply.Instance : message.WantsAnswer ? RetryReply.Instance : keeper.AskToWait(message);
            }
        }

        var reply = await EndAsync(message, work);
        giveUp.Dispose();
        return reply;
    }

    private ConfiguredTaskAwaitable UntilAsync(TimeSpan age, MessageContext message, Task work)
        => deadlines.UntilAsync(message.ReceivedAt, age, work).ConfigureAwait(false);

    /// <summary>Waits for the work until WeChat hangs up, or should have long ago.</summary>
    private async Task UntilHungUpAsync(MessageContext message, Task work)
    {
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (message.HungUp.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), hungUp))
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
            // One that is thrown at once is no other than one that is thrown in time.
            return Task.FromException<Reply>(exception);
        }
    }

    /// <summary>Waits for the end of the way. What goes wrong there is ours, or a host's transform's, to fix, and not for WeChat to see.</summary>
    private async Task<Reply> EndAsync(MessageContext message, Task<Reply> work)
    {
        try
        {
            return await work ?? throw new InvalidOperationException("A transform returned no reply.");
        }
        catch (Exception exception)
        {
            // Whatever a transform throws, WeChat must get its answer; it is logged as the bug that it is.
            message.Outcome = PushOutcome.Failed;
            Log.Broken(logger, exception, message.Service.Name, message.Id);
            return message.Unanswered;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Message '{MessageId}' of service '{Service}' was not answered within '{Deadline}' of delivery '{Delivery}'. The backend's reply will follow as Reply.WhenLate says.", EventName = "CutOff")]
        public static partial void CutOff(ILogger logger, string service, string messageId, TimeSpan deadline, int delivery);

        [LoggerMessage(2, LogLevel.Error, "Message '{MessageId}' of service '{Service}' met an exception; WeChat is told 'success'.", EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service, string messageId);
    }
}
