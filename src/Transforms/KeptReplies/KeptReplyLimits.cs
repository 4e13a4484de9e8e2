namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>How long, and how many, replies are kept for users' next messages.</summary>
internal static class KeptReplyLimits
{
    /// <summary>So long a reply is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>So long a message that takes a reply gets the same again: longer than WeChat goes on delivering it.</summary>
    public static readonly TimeSpan Taken = TimeSpan.FromMinutes(1);

    /// <summary>So long an answer is said to be still being written: longer than any backend is waited for.</summary>
    public static readonly TimeSpan Awaited = TimeSpan.FromMinutes(6);

    /// <summary>So many are kept for one user; the oldest go.</summary>
    public const int PerUser = 5;

    /// <summary>So many are kept for all users of a service.</summary>
    public const int PerService = 10_000;
}
