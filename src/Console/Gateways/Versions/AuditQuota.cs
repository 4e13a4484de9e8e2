namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>How many audits a platform has left this month, for all its mini programs.</summary>
/// <param name="Rest">How many are left.</param>
/// <param name="Limit">Of how many.</param>
/// <param name="SpeedupRest">How many can be done sooner.</param>
/// <param name="SpeedupLimit">Of how many.</param>
public sealed record AuditQuota(int Rest, int Limit, int SpeedupRest, int SpeedupLimit);
