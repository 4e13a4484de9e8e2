using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>A transform that waits for nothing: a part on the way in, its inverse on the way out.</summary>
/// <remarks><see cref="MessagePipeline"/> runs those that stand side by side in one step, since each that awaits the next costs more than most do of work.</remarks>
internal abstract class ImmediateTransform : IMessageTransform
{
    /// <summary>Does its part to the message going in; returns a reply when it answers by itself.</summary>
    public virtual Reply? Receive(MessageContext message) => null;

    /// <summary>Does its part to the reply coming out, unless the reply was its own.</summary>
    public abstract Reply Send(MessageContext message, Reply reply);

    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => Receive(message) ?? Send(message, await next(message, cancellationToken));
}
