namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>A gradual release.</summary>
/// <param name="Status">0 not begun, 1 under way, 2 paused, 3 over, 4 deleted.</param>
/// <param name="GrayPercentage">How many of the users have the new version.</param>
public sealed record GrayPlan(int Status, int GrayPercentage)
{
    /// <summary>Gets a value indicating whether it is under way.</summary>
    public bool IsUnderWay => Status is 1 or 2 && GrayPercentage is > 0 and < 100;
}
