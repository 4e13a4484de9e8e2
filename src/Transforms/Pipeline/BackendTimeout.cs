namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The time limit of one backend call. It also holds after WeChat was answered at the deadline.</summary>
internal static class BackendTimeout
{
    /// <summary>The limit. WeChat takes late replies for 48 hours, but a backend this slow has almost certainly lost the request.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
}
