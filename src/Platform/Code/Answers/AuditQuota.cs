namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>How many audits a platform may submit. It counts for all mini programs of the platform.</summary>
/// <param name="Rest">How many are left.</param>
/// <param name="Limit">How many there were.</param>
/// <param name="SpeedUpRest">How many audits can still be done sooner.</param>
/// <param name="SpeedUpLimit">How many could.</param>
public sealed record AuditQuota(int Rest, int Limit, int SpeedUpRest, int SpeedUpLimit);
