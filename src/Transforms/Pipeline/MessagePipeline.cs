using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The transforms in their order, with the backend at the end: put together once, run for every push.</summary>
internal static class MessagePipeline
{
    /// <summary>Returns the whole way of a message as one delegate.</summary>
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

    /// <summary>Returns the way through transforms that stand side by side, and takes them off the stack.</summary>
    private static MessageDelegate Through(Stack<ImmediateTransform> together, MessageDelegate next)
    {
        ImmediateTransform[] transforms = [.. together];
        together.Clear();
        return transforms.Length == 0 ? next : (message, cancellationToken) => InvokeAsync(transforms, message, next, cancellationToken);
    }

    private static async ValueTask<Reply> InvokeAsync(ImmediateTransform[] transforms, MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
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
