using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>A synchronous transform: one method for the message going in, one for the reply coming out.</summary>
internal abstract class ImmediateTransform : TwoWayTransform
{
    /// <summary>
    /// Changes the message going in. Returns a reply to answer without calling the next transform, else <see langword="null"/>.
    /// </summary>
    public virtual Reply? Receive(MessageContext message) => null;

    /// <summary>Changes the reply coming out. Not called for a reply that <see cref="Receive"/> returned.</summary>
    public abstract Reply Send(MessageContext message, Reply reply);

    /// <inheritdoc/>
    public sealed override ValueTask<Reply?> ReceiveAsync(
        MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => new(Receive(message));

    /// <inheritdoc/>
    public sealed override ValueTask<Reply> SendAsync(MessageContext message, Reply reply) => new(Send(message, reply));
}
