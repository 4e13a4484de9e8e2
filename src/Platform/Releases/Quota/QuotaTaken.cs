using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Quota;

/// <summary>What came of taking one of a platform's submissions: taken when both are null.</summary>
/// <param name="Until">Until when there is none.</param>
/// <param name="Error">Why WeChat did not say how many there are.</param>
internal readonly record struct QuotaTaken(DateTimeOffset? Until, WeChatError? Error);
