namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>The database.</summary>
/// <param name="Kind"><c>Sqlite</c> or <c>PostgreSql</c>.</param>
/// <param name="Available">Whether it answered when it was asked last.</param>
/// <param name="Since">Since when that is so.</param>
/// <param name="Error">Why it is not used, as far as that is known.</param>
internal sealed record DatabaseHealth(string Kind, bool Available, DateTimeOffset Since, string? Error);
