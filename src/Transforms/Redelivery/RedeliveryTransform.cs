using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>Keeps a message that no backend took before WeChat is answered, then passes the failure on.</summary>
internal sealed class RedeliveryTransform(MessageKeeper keeper) : TwoWayTransform
{
    /// <inheritdoc/>
    public override ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => After(keeper.ReachBackendAsync(message), default(Reply));

    /// <inheritdoc/>
    public override ValueTask<Reply> SendAsync(MessageContext message, Reply reply)
        => After(
            reply is BackendAnswer { IsTaken: false } answer ? keeper.KeepAsync(message, FailureOf(answer)) : keeper.EndAsync(message),
            reply);

    /// <inheritdoc/>
    public override ValueTask FailAsync(MessageContext message, Exception exception)
        => new(keeper.KeepAsync(message, $"the gateway met a {exception.GetType().Name}"));

    /// <summary>Returns a sentence that says why the answer failed.</summary>
    public static string FailureOf(BackendAnswer answer) => answer.Failure ?? $"it answered with status {answer.StatusCode}";

    /// <summary>Returns a reply after a step that most messages do not need.</summary>
    private static ValueTask<TReply> After<TReply>(Task step, TReply reply)
        => step.IsCompletedSuccessfully ? new(reply) : AwaitAsync(step, reply);

    private static async ValueTask<TReply> AwaitAsync<TReply>(Task step, TReply reply)
    {
        await step;
        return reply;
    }
}
