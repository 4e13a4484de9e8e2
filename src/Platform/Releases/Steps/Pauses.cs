namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>How long a release waits before it asks or tries again.</summary>
internal static class Pauses
{
    /// <summary>How long the privacy scan is waited for. WeChat says minutes.</summary>
    public static readonly TimeSpan LongestScan = TimeSpan.FromMinutes(30);

    /// <summary>How many failures in a row, all of a sort that passes, make a mini program fail: after some hours.</summary>
    public const int MostFailures = 40;

    /// <summary>
    /// How long a call that was not answered may still take effect. The gateway waits 20 s for the answer, so this is 10 s more.
    /// </summary>
    public static readonly TimeSpan LongestLate = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two questions whether it did.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstScan = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestScanPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstAudit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestAuditPause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan FirstFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestFailure = TimeSpan.FromMinutes(5);

    /// <summary>Returns the pause after a number of vain questions about the scan: 30 s, doubled up to 5 min.</summary>
    public static TimeSpan Scan(int polls) => Doubled(FirstScan, polls, LongestScanPause);

    /// <summary>
    /// Returns the pause after a number of questions about an audit since it was submitted, or since an event told of it: 15 s, doubled up
    /// to half an hour. Events get lost, and an event may be faster than what WeChat answers.
    /// </summary>
    public static TimeSpan Audit(int polls) => Doubled(FirstAudit, polls + 1, LongestAuditPause);

    /// <summary>Returns the pause after a number of failures in a row: 2 s, doubled up to 5 min.</summary>
    public static TimeSpan Failure(int failures) => Doubled(FirstFailure, failures, LongestFailure);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
        => times > 16 ? longest : TimeSpan.FromTicks(Math.Min(first.Ticks << Math.Max(times - 1, 0), longest.Ticks));
}
