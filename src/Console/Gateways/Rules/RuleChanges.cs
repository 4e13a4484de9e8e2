namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>A part of the history of rules, the newest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Next">What the next page comes after; null at the end.</param>
public sealed record RuleChanges(IReadOnlyList<RuleChange> Changes, string? Next);
