namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>What rules do with a message.</summary>
/// <param name="Revision">The revision that was asked.</param>
/// <param name="Matches">The rules that match, in the order of their effect.</param>
/// <param name="Otherwise">What happens when none decides; empty when one does.</param>
/// <param name="Warnings">What is odd about the rule that was tried out; null for nothing.</param>
public sealed record RuleOutcome(
    long Revision, IReadOnlyList<RuleMatch> Matches, string Otherwise, IReadOnlyList<RequestProblem>? Warnings);
