namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>When WeChat is answered at the latest: what must be in the store first may be late by a little.</summary>
internal static class LatestAnswer
{
    // WeChat waits this much longer for what is not stored by the deadline, but must have its answer within its five seconds.
    private static readonly TimeSpan Beyond = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(4.8);

    /// <summary>Returns the age of a push at which it is answered whatever the store does.</summary>
    /// <param name="deadline">The service's deadline.</param>
    public static TimeSpan For(TimeSpan deadline) => deadline + Beyond < Latest ? deadline + Beyond : Latest;
}
