namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>How far a gradual release is.</summary>
/// <param name="GrayReleasePlan">The plan; null for none.</param>
public sealed record GrayAnswer(GrayPlan? GrayReleasePlan);
