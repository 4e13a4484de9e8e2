namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>How a platform's ticket is. The ticket itself is never told.</summary>
/// <param name="State">Its state, as in <c>/health/ready</c>.</param>
/// <param name="AgeSeconds">How old it is; null when there is none.</param>
/// <param name="IsAwaited">Whether WeChat wants a newer one.</param>
public sealed record TicketState(string? State, double? AgeSeconds, bool IsAwaited);
