namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>The store or the database, as the health check sees it.</summary>
/// <param name="Kind">Its kind, such as <c>Redis</c> or <c>PostgreSql</c>.</param>
/// <param name="State"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Sentence">Why it is not healthy.</param>
internal sealed record PartAnswer(string Kind, string State, string? Sentence);
