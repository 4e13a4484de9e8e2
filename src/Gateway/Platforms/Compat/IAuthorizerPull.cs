using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Gateway.Platforms.Compat;

/// <summary>Compares a platform's accounts with WeChat's list now. Register it as a singleton.</summary>
internal interface IAuthorizerPull
{
    /// <summary>Begins the comparison, unless one is under way; it goes on when the caller has left.</summary>
    ValueTask StartAsync(WeChatPlatform platform, CancellationToken cancellationToken);
}
