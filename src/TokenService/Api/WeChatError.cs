namespace WxYarpGateway.TokenService.Api;

/// <summary>Represents why a call to WeChat failed, fit to be logged and shown: it never holds a token or a secret.</summary>
/// <param name="ErrorCode">WeChat's <c>errcode</c>; null when WeChat gave none.</param>
/// <param name="Class">What a caller can do about it.</param>
/// <param name="Message">What is wrong and, where that is known, how to fix it.</param>
/// <param name="RetryAfter">How long asking again is pointless; null when that is not known.</param>
public sealed record WeChatError(int? ErrorCode, ErrorClass Class, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Gets a value indicating whether WeChat gave no answer at all: it cannot be reached, or it is late.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>Gets what keeps a platform from acting for an account; <see cref="TokenObstacle.None"/> for every other error.</summary>
    public TokenObstacle Obstacle { get; init; }
}
