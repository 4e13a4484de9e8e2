namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>A certificate that is served.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="NotAfter">When it expires.</param>
/// <param name="DaysLeft">How many whole days are left; below 0 when it has expired.</param>
/// <param name="Error">Why the files there are now are not served.</param>
internal sealed record CertificateHealth(string? Subject, DateTimeOffset? NotAfter, double? DaysLeft, string? Error);
