namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>One stage of a gradual release (分阶段发布).</summary>
/// <param name="Percentage">How many of 100 users get the new version.</param>
/// <param name="For">How long the stage lasts; zero for the last one.</param>
public sealed record GrayStage(int Percentage, TimeSpan For)
{
    /// <summary>The percentage of the last stage, in which everybody gets the new version.</summary>
    public const int Everybody = 100;
}
