namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>How long a backend may take at all, whether WeChat waits for it or not.</summary>
internal static class BackendTimeout
{
    /// <summary>WeChat accepts customer-service messages for 48 hours, but a backend that has not answered by now has forgotten.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
}
