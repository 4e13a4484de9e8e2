using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Platform.Messages;

/// <summary>The rules of platforms. Register it as a singleton.</summary>
public interface IMessageRoutes
{
    /// <summary>Decides where a message goes. It is called within every push for an authorizer, and allocates nothing.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="facts">What rules may ask.</param>
    /// <returns><see langword="null"/> when no rule matches: the message goes to the authorizer's <c>MessageBackend</c>.</returns>
    RoutedMessage? Route(WeChatPlatform platform, in MessageFacts facts);
}
