namespace WxYarpGateway.Simulator.Code.Releases;

/// <summary>A gray release: a percentage of users gets a version before the others.</summary>
/// <param name="Status">Its state.</param>
/// <param name="Version">The version.</param>
/// <param name="Percentage">How many users in a hundred get it.</param>
/// <param name="CreatedAt">When it began.</param>
public sealed record GrayPlan(GrayStatus Status, CodeVersion Version, int Percentage, DateTimeOffset CreatedAt)
{
    /// <summary>Gets whether users on the trial list get the version.</summary>
    public bool IsForTrialUsers { get; init; }

    /// <summary>Gets whether the developers get it.</summary>
    public bool IsForDevelopers { get; init; }
}
