namespace WxYarpGateway.Load;

/// <summary>How long and how often each case is measured.</summary>
internal sealed record Pace(int Rounds, TimeSpan Time)
{
    /// <summary>Gets the pace of a whole run: all cases within a quarter of an hour.</summary>
    public static Pace Full { get; } = new(5, TimeSpan.FromSeconds(7));

    /// <summary>Gets the pace of a look: all cases within two minutes.</summary>
    public static Pace Quick { get; } = new(1, TimeSpan.FromSeconds(2));
}
