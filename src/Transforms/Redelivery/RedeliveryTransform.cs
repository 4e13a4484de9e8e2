using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>Keeps a message that no backend took before WeChat is answered, then passes the failure on.</summary>
internal sealed class RedeliveryTransform(MessageKeeper keeper) : IMessageTransform
{
    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        await keeper.ReachBackendAsync(message);
        Reply reply;
        try
        {
            reply = await next(message, cancellationToken);
        }
        catch (Exception exception)
        {
            await keeper.KeepAsync(message, $"the gateway met a {exception.GetType().Name}");
            throw;
        }

        if (reply is BackendAnswer { IsTaken: false } answer)
        {
            await keeper.KeepAsync(message, FailureOf(answer));
        }
        else
        {
            await keeper.EndAsync(message);
        }

        return reply;
    }

    /// <summary>Returns a sentence that says why the answer failed.</summary>
    public static string FailureOf(BackendAnswer answer) => answer.Failure ?? $"it answered with status {answer.StatusCode}";
}
