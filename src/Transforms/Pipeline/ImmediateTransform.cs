using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>A synchronous transform: one method for the message going in, one for the reply coming out.</summary>
/// <remarks>
/// <see cref="MessagePipeline"/> runs neighbouring synchronous transforms in one loop.
/// An async state machine for each would cost more than the work of most of them.
/// </remarks>
internal abstract class ImmediateTransform : IMessageTransform
{
    /// <summary>
    /// Changes the message going in. Returns a reply to answer without calling the next transform, else <see langword="null"/>.
    /// </summary>
    public virtual Reply? Receive(MessageContext message) => null;

    /// <summary>Changes the reply coming out. Not called for a reply that <see cref="Receive"/> returned.</summary>
    public abstract Reply Send(MessageContext message, Reply reply);

    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => Receive(message) ?? Send(message, await next(message, cancellationToken));
}
