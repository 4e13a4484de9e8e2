namespace WxYarpGateway.Simulator.Platforms;

/// <summary>A component_verify_ticket.</summary>
internal sealed record PlatformTicket(string Value, DateTimeOffset IssuedAt);
