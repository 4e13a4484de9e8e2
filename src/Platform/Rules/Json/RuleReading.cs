namespace WxYarpGateway.Platform.Rules.Json;

/// <summary>The result of reading a rule.</summary>
/// <param name="Rule">The rule; <see langword="null"/> when there are errors.</param>
/// <param name="Errors">All errors.</param>
/// <param name="Warnings">What is valid but probably a mistake.</param>
public sealed record RuleReading(Rule? Rule, IReadOnlyList<RuleError> Errors, IReadOnlyList<RuleError> Warnings);
