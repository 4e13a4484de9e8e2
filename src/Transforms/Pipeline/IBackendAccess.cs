using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The way to the backends for messages that no push brings.</summary>
internal interface IBackendAccess
{
    /// <summary>Gets the far end of a message's way; <see langword="null"/> while the host has not put YARP's pipeline together.</summary>
    MessageDelegate? Backend { get; }

    /// <summary>Returns what YARP is lent to call a service's backend with, or <see langword="null"/> when there is no such route, or nothing behind it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="route">The route that the message came in on; if it is gone, the service's own is taken.</param>
    IExchangeRoute? Lend(WeChatService service, string route);
}
