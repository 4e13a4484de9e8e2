using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>A host's choice of the backend of a message, once for all deliveries of it.</summary>
/// <remarks>Register a router as a singleton. The first one that sets <see cref="MessageContext.Target"/> decides.</remarks>
public interface IMessageRouter
{
    /// <summary>
    /// Sets the message's <see cref="MessageContext.Target"/>, or leaves it to the route. Returns the answer to a message that no backend
    /// gets; <see langword="null"/> for all others.
    /// </summary>
    /// <param name="message">The message.</param>
    Reply? Route(MessageContext message);
}
