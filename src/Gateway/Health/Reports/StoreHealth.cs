namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>The store.</summary>
/// <param name="Kind"><c>Memory</c> or <c>Redis</c>.</param>
/// <param name="Available">Whether it answered when it was asked last.</param>
/// <param name="Since">Since when that is so.</param>
/// <param name="Error">Why it cannot be reached, as far as that is known.</param>
internal sealed record StoreHealth(string Kind, bool Available, DateTimeOffset Since, string? Error);
