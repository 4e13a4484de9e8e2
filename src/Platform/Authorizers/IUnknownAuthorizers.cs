using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>Is told of authorizers that no replica knows, so that WeChat is asked about them. Register it as a singleton.</summary>
public interface IUnknownAuthorizers
{
    /// <summary>
    /// Learns that WeChat pushed a message for an account that is not in the platform's care, as far as the gateway knows.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The account's AppId, as the push's path has it. WeChat does not sign it.</param>
    /// <remarks>It is called within a push, once a minute for each AppId on this replica: it must not block, and must not throw.</remarks>
    void Met(WeChatPlatform platform, AppId appId);
}
