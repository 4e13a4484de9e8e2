using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>
/// Is told of authorizers of which no replica knows, or no more than that they authorized, so that WeChat is asked about them. Register it
/// as a singleton.
/// </summary>
public interface IUnknownAuthorizers
{
    /// <summary>
    /// Learns that WeChat pushed a message for an account that is not in the platform's care, as far as the gateway knows, or that an
    /// account's owner came back from WeChat.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The account's AppId, as the push's path has it, which WeChat does not sign.</param>
    /// <remarks>
    /// Pushes call it once a minute for each AppId on this replica, and wait for it as browsers do: it must not block, and must not throw.
    /// </remarks>
    void Met(WeChatPlatform platform, AppId appId);
}
