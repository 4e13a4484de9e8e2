namespace WxYarpGateway.Platform.Rules;

/// <summary>A rule as people see it: where it comes from, and whether it is in force.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">The rule; <see langword="null"/> when this version cannot read it.</param>
/// <param name="Stored">The state that is kept of it; <see langword="null"/> for a rule of the configuration.</param>
/// <param name="Problem">Why it takes nothing; empty when it is in force.</param>
public sealed record RuleEntry(string Name, Rule? Rule, StoredRule? Stored, string Problem);
