using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>A transform in two halves: one for the message going in, one for the reply coming out.</summary>
/// <remarks>
/// Neighbouring transforms of this kind run in one loop, and so with one async state machine. One for each would cost more than the work of
/// most of them. A host's transform that is none parts those before it from those behind it, for every push.
/// </remarks>
public abstract class TwoWayTransform : IMessageTransform
{
    /// <summary>
    /// Changes the message going in. Returns a reply to answer without calling the next transform, else <see langword="null"/>.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="next">
    /// The next transform. Only for a transform that answers by itself and still sends the message on, in the background.
    /// </param>
    /// <param name="cancellationToken">As in <see cref="IMessageTransform"/>.</param>
    public virtual ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => default;

    /// <summary>Changes the reply coming out. Not called for a reply that <see cref="ReceiveAsync"/> returned.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">The reply.</param>
    public virtual ValueTask<Reply> SendAsync(MessageContext message, Reply reply) => new(reply);

    /// <summary>Learns that what follows threw. The exception then goes on to the transforms before this one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="exception">What was thrown.</param>
    public virtual ValueTask FailAsync(MessageContext message, Exception exception) => default;

    /// <inheritdoc/>
    public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => MessagePipeline.InvokeAsync([new(this, next)], message, cancellationToken);
}
