namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>The answer of <c>GET /overview/{service}/minutes</c>.</summary>
/// <param name="Minutes">The minutes, the oldest first; of one replica alone.</param>
public sealed record ServiceMinutes(IReadOnlyList<MinuteCounts> Minutes);
