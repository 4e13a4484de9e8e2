using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>One thing that is done for a platform.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below the platform, such as <c>/rules/{name}</c>.</param>
/// <param name="About">What is done.</param>
/// <param name="Answer">Answers a request.</param>
internal sealed record PlatformEndpoint(
    string Method, string Path, Description About, Func<HttpContext, WeChatPlatform, Task> Answer);
