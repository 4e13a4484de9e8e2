using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>Answers a user's message with the reply that was kept for it, and has the backend work on the message meanwhile.</summary>
internal sealed class NextMessageTransform(ReplyKeeper keeper, ILateReplies lateReplies, MessageKeeper messages, TimeProvider clock) : IMessageTransform
{
    // An answer that is being written is looked for so often, while a user who asks for it waits.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Before the deadline, so that the user reads the text and not nothing.
    private static readonly TimeSpan Leave = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => message.IsOfConversation && (message.Service.Reply.IsKept || keeper.MayHave(message.Service.Name))
            ? AnswerAsync(message, next, cancellationToken)
            : next(message, cancellationToken);

    private async ValueTask<Reply> AnswerAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
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
            return isOnlyAsking && taken.IsAwaited ? new TextReply(message.Service.Reply.WaitText) : await next(message, cancellationToken);
        }

        if (!isOnlyAsking)
        {
            await GoOnBehindAsync(message, next);
        }

        return taken.Reply;
    }

    /// <summary>Sends the message to the backend; what that answers comes late, as the service wants it.</summary>
    private async Task GoOnBehindAsync(MessageContext message, MessageDelegate next)
    {
        var giveUp = new CancellationTokenSource();
        var work = RunAsync(message, next, giveUp.Token);
        if (!work.IsCompleted)
        {
            // WeChat is about to be answered, and will not bring the message again.
            await Task.WhenAll(messages.LeaseAsync(message, work, giveUp), keeper.AwaitAsync(message));
        }

        lateReplies.Follow(message, work, giveUp);
    }

    private static async Task<Reply> RunAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken) => await next(message, cancellationToken);

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
            // A transform of the host's broke the body; the backend will see that.
            return false;
        }
    }

    private TimeSpan UntilDeadline(MessageContext message) => message.Service.Reply.Deadline - clock.GetElapsedTime(message.ReceivedAt);
}
