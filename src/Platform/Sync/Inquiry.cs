using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Sync;

/// <summary>What WeChat said of one account, and what became of it.</summary>
/// <param name="Saved">What became of the answer.</param>
/// <param name="IsEnded">Whether the account turned out to be authorized no longer.</param>
/// <param name="Error">Why WeChat gave no answer; <see langword="null"/> when it did. Then the row is as it was.</param>
public sealed record Inquiry(SaveResult Saved, bool IsEnded = false, WeChatError? Error = null);
