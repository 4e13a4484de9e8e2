namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>How a feed is connected.</summary>
/// <param name="Gateway">The replica that it listens to, or last tried; null before the first.</param>
/// <param name="IsConnected">Whether it listens.</param>
/// <param name="Error">Why it does not; null while it does, or first tries.</param>
/// <param name="Lost">The replica in whose place it listens to this one; null when it began with this one.</param>
/// <param name="LostAt">When that one was lost.</param>
public sealed record FeedState(
    string? Gateway, bool IsConnected, GatewayError? Error, string? Lost = null, DateTimeOffset? LostAt = null);
