using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>One concern applied to a message going in and undone on the reply coming out.</summary>
/// <remarks>
/// Transforms are singletons and run in the order of <c>TransformsExtensions</c>; a host's own, added with <c>AddMessageTransform</c>,
/// run last before the backend, on a message that is verified, opened, JSON and seen for the first time. A transform that answers by
/// itself returns a <see cref="Reply"/> without calling <c>next</c>.
/// </remarks>
public interface IMessageTransform
{
    /// <summary>Does its part to the message, hands it on, and does its part to the reply.</summary>
    /// <param name="message">The message on its way in.</param>
    /// <param name="next">The rest of the way, ending at the backend.</param>
    /// <param name="cancellationToken">Cancelled when the message is given up: at shutdown or when the backend never answers. WeChat's own hanging up does not cancel it.</param>
    /// <returns>The reply for WeChat.</returns>
    ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken);
}
