namespace WxYarpGateway.Chaos.Platforms;

/// <summary>An account authorized the platform, or did it again.</summary>
/// <param name="AppId">The account.</param>
/// <param name="Code">The code that the event carries.</param>
/// <param name="At">When WeChat began to push the event.</param>
/// <param name="IsAnswered">Whether a gateway answered <c>success</c>: from then on it is ours.</param>
internal sealed record Authorization(string AppId, string Code, TimeSpan At, bool IsAnswered);
