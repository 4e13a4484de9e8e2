using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>What came in one minute.</summary>
/// <param name="Pushes">How many pushes.</param>
/// <param name="Outcomes">How many of them ended how.</param>
/// <param name="P50">The median of their times in milliseconds; null when nothing came.</param>
/// <param name="P95">What 95 of 100 did not take longer than.</param>
/// <param name="P99">What 99 of 100 did not take longer than.</param>
/// <param name="MissedDeadlines">How many were not answered before WeChat's deadline.</param>
/// <param name="At">When the minute began; null for the last one.</param>
public sealed record MinuteCounts(
    long Pushes,
    IReadOnlyDictionary<string, long> Outcomes,
    [property: JsonPropertyName("p50_ms")] double? P50,
    [property: JsonPropertyName("p95_ms")] double? P95,
    [property: JsonPropertyName("p99_ms")] double? P99,
    long MissedDeadlines,
    DateTimeOffset? At = null);
