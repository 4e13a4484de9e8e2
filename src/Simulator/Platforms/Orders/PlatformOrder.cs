namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>The body of <c>POST /simulator/ticket</c> and <c>POST /simulator/release-check</c>.</summary>
internal sealed record PlatformOrder
{
    public required string Platform { get; init; }
}
