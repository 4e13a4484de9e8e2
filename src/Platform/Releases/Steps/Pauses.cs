namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>How long a release waits before it asks or tries again.</summary>
internal static class Pauses
{
    /// <summary>How long the privacy scan is waited for. WeChat says minutes.</summary>
    public static readonly TimeSpan LongestScan = TimeSpan.FromMinutes(30);

    /// <summary>How often WeChat is asked about an audit, since its events get lost.</summary>
    public static readonly TimeSpan Audit = TimeSpan.FromMinutes(30);

    /// <summary>How soon WeChat is asked again about an audit that an event calls over, and the answer does not yet.</summary>
    public static readonly TimeSpan ToldAudit = TimeSpan.FromSeconds(15);

    /// <summary>How often it is asked again so soon.</summary>
    public const int ToldAsks = 8;

    /// <summary>How many failures in a row, all of a sort that passes, make a mini program fail: after some hours.</summary>
    public const int MostFailures = 40;

    private static readonly TimeSpan FirstScan = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestScanPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestFailure = TimeSpan.FromMinutes(5);

    /// <summary>Returns the pause after a number of vain questions about the scan: 30 s, doubled up to 5 min.</summary>
    public static TimeSpan Scan(int polls) => Doubled(FirstScan, polls, LongestScanPause);

    /// <summary>Returns the pause after a number of failures in a row: 2 s, doubled up to 5 min.</summary>
    public static TimeSpan Failure(int failures) => Doubled(FirstFailure, failures, LongestFailure);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
        => times > 16 ? longest : TimeSpan.FromTicks(Math.Min(first.Ticks << Math.Max(times - 1, 0), longest.Ticks));
}
