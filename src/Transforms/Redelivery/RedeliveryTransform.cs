using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>Keeps a message that no backend took, before WeChat is told anything; the failure then goes on its way.</summary>
internal sealed class RedeliveryTransform(MessageCustody custody) : IMessageTransform
{
    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        message.ReachBackend();
        if (message.Custody is not null)
        {
            await custody.ReachAsync(message);
        }

        Reply reply;
        try
        {
            reply = await next(message, cancellationToken);
        }
        catch (Exception exception)
        {
            await custody.KeepAsync(message, $"the gateway met a {exception.GetType().Name}");
            throw;
        }

        if (reply is BackendAnswer { IsTaken: false } answer)
        {
            await custody.KeepAsync(message, FailureOf(answer));
        }
        else
        {
            await custody.EndAsync(message);
        }

        return reply;
    }

    /// <summary>Returns in a sentence of ours why an answer is none.</summary>
    public static string FailureOf(BackendAnswer answer) => answer.Failure ?? $"it answered with status {answer.StatusCode}";
}
