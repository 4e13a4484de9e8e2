namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>How long, and how many, replies are kept for users' next messages.</summary>
internal static class KeptReplyLimits
{
    /// <summary>How long a reply is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How long a message that took a reply gets the same one again: longer than WeChat retries.</summary>
    public static readonly TimeSpan Taken = TimeSpan.FromMinutes(1);

    /// <summary>How long a pending answer is remembered: longer than the timeout of any backend.</summary>
    public static readonly TimeSpan Awaited = TimeSpan.FromMinutes(6);

    /// <summary>How many are kept for one user; the oldest is dropped for a newer one.</summary>
    public const int PerUser = 5;

    /// <summary>How many are kept for all users of a service.</summary>
    public const int PerService = 10_000;
}
