using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Platform.Messages;

/// <summary>Delivers the copies of messages. Register it as a singleton.</summary>
public interface IMessageCopies
{
    /// <summary>
    /// Takes over the copies of a message. It is called once for all deliveries of a message, before its backend is called.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="message">The message. It belongs to the push: take what the copies need before the method returns.</param>
    /// <param name="routed">What the rules decided; it has at least one copy.</param>
    void Deliver(WeChatPlatform platform, MessageContext message, RoutedMessage routed);
}
