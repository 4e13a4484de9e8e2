namespace WxYarpGateway.Gateway.Platforms;

/// <summary>Endpoints of one concern of platforms, all below <c>{Platform}/{platform}</c>. Register it as a singleton.</summary>
internal interface IPlatformEndpoints
{
    /// <summary>Gets the endpoints.</summary>
    IReadOnlyList<PlatformEndpoint> Endpoints { get; }
}
