namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>Where a rule sends messages.</summary>
/// <param name="Backend">A name of <c>Gateway:Backends</c>.</param>
/// <param name="Path">The path there; null for the usual one.</param>
public sealed record RuleTarget(string Backend, string? Path);
