using System.Text.Json;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Answers a user's message with the reply that was kept for it, while the backend works on the message.</summary>
internal sealed class NextMessageTransform(
    ReplyKeeper keeper, LateReplySender lateReplies, MessageKeeper messages, TimeProvider clock) : TwoWayTransform
{
    // How often a pending answer is looked for while the user who asks for it waits.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // The wait ends this long before the deadline, so that the user gets the wait text and not nothing.
    private static readonly TimeSpan Leave = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public override ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => (message.Service.Reply.IsKept || keeper.MayHave(message.Service.Name)) && AnsweredEvents.IsAnswerShown(message.Head)
            ? AnswerAsync(message, next, cancellationToken)
            : default;

    private async ValueTask<Reply?> AnswerAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var isOnlyAsking = IsOnlyAsking(message);
        var taken = await keeper.TakeAsync(message);
        while (isOnlyAsking && taken is { Reply: null, IsAwaited: true } && UntilDeadline(message) > Leave)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            taken = await keeper.TakeAsync(message);
        }

        if (taken.Reply is null)
        {
            return isOnlyAsking && taken.IsAwaited ? new TextReply(message.Service.Reply.WaitText) : null;
        }

        if (!isOnlyAsking)
        {
            await GoOnBehindAsync(message, next);
        }

        return taken.Reply;
    }

    /// <summary>Sends the message to the backend in the background. The backend's reply is a late one.</summary>
    private async Task GoOnBehindAsync(MessageContext message, MessageDelegate next)
    {
        var giveUp = new CancellationTokenSource();
        var work = RunAsync(message, next, giveUp.Token);

        // WeChat gets its answer next, and will not retry. Also a reply that is there takes a moment to be kept, and the user may ask for
        // it before that.
        await Task.WhenAll(
            work.IsCompleted ? Task.CompletedTask : messages.LeaseAsync(message, work, giveUp), keeper.AwaitAsync(message));
        lateReplies.Follow(message, work, giveUp);
    }

    private static async Task<Reply> RunAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => await next(message, cancellationToken);

    private static bool IsOnlyAsking(MessageContext message)
    {
        if (message.MsgType != "text")
        {
            return false;
        }

        try
        {
            return message.GetString("Content") is { } text && message.Service.Reply.FetchTexts.Contains(text.Trim());
        }
        catch (JsonException)
        {
            // A transform of the host's broke the body. The backend will report it.
            return false;
        }
    }

    private TimeSpan UntilDeadline(MessageContext message) => message.Deadline - clock.GetElapsedTime(message.ReceivedAt);
}
