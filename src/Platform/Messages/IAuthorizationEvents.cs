using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Platform.Messages;

/// <summary>Takes authorization events: tickets, and what accounts do with their authorization. Register it as a singleton.</summary>
public interface IAuthorizationEvents
{
    /// <summary>Takes an event that is WeChat's: signed, decrypted, and the component's own.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="authorizationEvent">The event.</param>
    /// <param name="cancellationToken">Cancelled at shutdown. It is not cancelled when WeChat disconnects.</param>
    /// <returns>
    /// <see langword="true"/> when WeChat may forget it: it is answered <c>success</c>, and nothing else ever. <see langword="false"/> when
    /// it can be kept nowhere now: it is answered 503.
    /// </returns>
    ValueTask<bool> TakeAsync(WeChatPlatform platform, AuthorizationEvent authorizationEvent, CancellationToken cancellationToken);
}
