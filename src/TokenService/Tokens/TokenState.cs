namespace WxYarpGateway.TokenService.Tokens;

/// <summary>How this process stands with one token, without the token.</summary>
/// <param name="Kind">What the token is for.</param>
/// <param name="Left">How long the token in memory will still be served; null when there is none.</param>
/// <param name="Error">What went wrong the last time a new one was asked for; null when nothing did.</param>
/// <param name="NextTry">How long until asking again is worth it; null when nothing went wrong.</param>
public sealed record TokenState(TokenKind Kind, TimeSpan? Left, string? Error, TimeSpan? NextTry)
{
    /// <summary>Gets how long this process has had the token in memory; null when there is none.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Gets WeChat's errcode of <see cref="Error"/>; null when WeChat gave none.</summary>
    public int? ErrorCode { get; init; }
}
