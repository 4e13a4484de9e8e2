namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>A rule that matches a message.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Effect">What it does: <c>Replies</c>, <c>Copies</c>, <c>Drops</c>, or <c>None</c> as another one decided before.</param>
/// <param name="Backend">Where the message goes; null for nowhere.</param>
/// <param name="Path">The path there; null for the usual one.</param>
/// <param name="Format">The form of the message.</param>
public sealed record RuleMatch(string Rule, int Priority, string Effect, string? Backend, string? Path, string? Format);
