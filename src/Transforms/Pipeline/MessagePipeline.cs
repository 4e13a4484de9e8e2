using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Builds the pipeline: the transforms in their order, then the backend. It is built once and runs for every push.</summary>
internal static class MessagePipeline
{
    /// <summary>Returns the whole pipeline as one delegate.</summary>
    public static MessageDelegate Build(IEnumerable<IMessageTransform> transforms, MessageDelegate backend)
    {
        var pipeline = backend;
        var together = new Stack<ImmediateTransform>();
        foreach (var transform in transforms.Reverse())
        {
            if (transform is ImmediateTransform immediate)
            {
                together.Push(immediate);
                continue;
            }

            var next = Through(together, pipeline);
            pipeline = (message, cancellationToken) => transform.InvokeAsync(message, next, cancellationToken);
        }

        return Through(together, pipeline);
    }

    /// <summary>Returns one delegate for the neighbouring synchronous transforms on the stack, and empties the stack.</summary>
    private static MessageDelegate Through(Stack<ImmediateTransform> together, MessageDelegate next)
    {
        ImmediateTransform[] transforms = [.. together];
        together.Clear();
        return transforms.Length == 0 ? next : (message, cancellationToken) => InvokeAsync(transforms, message, next, cancellationToken);
    }

    private static async ValueTask<Reply> InvokeAsync(
        ImmediateTransform[] transforms, MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        var passed = 0;
        Reply? reply = null;
        while (passed < transforms.Length && (reply = transforms[passed].Receive(message)) is null)
        {
            passed++;
        }

        reply ??= await next(message, cancellationToken);
        while (passed > 0)
        {
            reply = transforms[--passed].Send(message, reply);
        }

        return reply;
    }
}
