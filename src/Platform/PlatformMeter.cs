namespace WxYarpGateway.Platform;

/// <summary>The meter of what platforms and records measure.</summary>
internal static class PlatformMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "WxYarpGateway.Platform";
}
