namespace WxYarpGateway.Transforms.Messages;

/// <summary>The transforms in their order, with the backend at the end: put together once, run for every push.</summary>
internal static class MessagePipeline
{
    /// <summary>Returns the whole way of a message as one delegate.</summary>
    public static MessageDelegate Build(IEnumerable<IMessageTransform> transforms, MessageDelegate backend)
    {
        var pipeline = backend;
        foreach (var transform in transforms.Reverse())
        {
            var next = pipeline;
            pipeline = (message, cancellationToken) => transform.InvokeAsync(message, next, cancellationToken);
        }

        return pipeline;
    }
}
