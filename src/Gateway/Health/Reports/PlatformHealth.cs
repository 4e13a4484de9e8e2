namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>A third-party platform.</summary>
/// <param name="RulesRevision">The revision of the rules that are in force on this replica.</param>
/// <param name="RulesRead">Whether the rules that were made at run time have been read since the start.</param>
internal sealed record PlatformHealth(long RulesRevision, bool RulesRead);
