namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>How a feed is connected.</summary>
/// <param name="Gateway">The replica that it listens to, or last tried; null before the first.</param>
/// <param name="IsConnected">Whether it listens.</param>
/// <param name="Error">Why it does not; null while it does, or first tries.</param>
public sealed record FeedState(string? Gateway, bool IsConnected, GatewayError? Error);
