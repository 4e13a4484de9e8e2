namespace WxYarpGateway.Gateway;

/// <summary>The meter of what the gateway's own process measures.</summary>
internal static class GatewayMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "WxYarpGateway.Gateway";
}
