namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>A third-party platform.</summary>
/// <param name="TicketAge">How many seconds ago the newest ticket came, to any replica; null when this one knows of none.</param>
/// <param name="WaitsForTicket">Whether there is no component token for want of a ticket that WeChat takes.</param>
/// <param name="RulesRevision">The revision of the rules that are in force on this replica.</param>
/// <param name="RulesRead">Whether the rules that were made at run time have been read since the start.</param>
internal sealed record PlatformHealth(long? TicketAge, bool WaitsForTicket, long RulesRevision, bool RulesRead);
