namespace WxYarpGateway.Gateway.Configuration;

/// <summary>
/// How long a shutdown takes: less than the 30 seconds after which Kubernetes kills a pod by default.
/// </summary>
/// <remarks>First the delay, in which load balancers notice; the rest of the time is for requests in progress.</remarks>
internal static class ShutdownTimes
{
    /// <summary>From the signal to the end. What is not done by then is broken off, and a second is left for leaving.</summary>
    public static readonly TimeSpan Whole = TimeSpan.FromSeconds(29);

    /// <summary>The delay unless another is configured: as long as Kubernetes, load balancers and DNS usually take to notice.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay: a push that came at its end must still get its answer, and a late reply its chance.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
}
