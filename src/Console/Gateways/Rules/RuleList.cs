namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>The rules of a platform, in the order of their effect.</summary>
/// <param name="Revision">How often those that are not in the configuration were changed.</param>
/// <param name="Rules">The rules.</param>
public sealed record RuleList(long Revision, IReadOnlyList<PlatformRule> Rules);
