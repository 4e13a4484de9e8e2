namespace WxYarpGateway.Chaos.Platforms;

/// <summary>An account ended its authorization.</summary>
/// <param name="AppId">The account.</param>
/// <param name="At">When a gateway had answered the event, or WeChat had given up.</param>
/// <param name="IsAnswered">Whether a gateway answered <c>success</c>.</param>
internal sealed record Departure(string AppId, TimeSpan At, bool IsAnswered)
{
    /// <summary>Gets or sets when the last replica stopped giving out a token; <see langword="null"/> while nobody has looked.</summary>
    public TimeSpan? LastTokenAt { get; set; }
}
