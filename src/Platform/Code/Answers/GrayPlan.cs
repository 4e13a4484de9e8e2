namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>How far a gray release is.</summary>
/// <param name="Status">WeChat's number: 0 just made, 1 under way, 2 paused, 3 complete, 5 deleted.</param>
/// <param name="Percentage">To how many of the users it goes.</param>
/// <param name="CreatedAt">When it was made, in seconds since 1970; null when WeChat does not say.</param>
public sealed record GrayPlan(int Status, int Percentage, long? CreatedAt)
{
    /// <summary>Gets a value indicating whether project members come first; null when WeChat does not say.</summary>
    public bool? DebuggersFirst { get; init; }

    /// <summary>Gets a value indicating whether those who try the trial version come first; null when WeChat does not say.</summary>
    public bool? ExperiencersFirst { get; init; }
}
