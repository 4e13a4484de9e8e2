namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>The configuration in force, and what is wrong with the one offered last.</summary>
/// <param name="Revision">What identifies it, equal on all replicas that have the same.</param>
/// <param name="AppliedAt">Since when it is in force.</param>
/// <param name="Errors">Why the one offered last was not put in force; empty when it was.</param>
/// <param name="Warnings">What should be looked at in the one in force, such as a change that waits for a restart.</param>
internal sealed record ConfigurationHealth(
    string Revision, DateTimeOffset? AppliedAt, IReadOnlyList<ErrorHealth> Errors, IReadOnlyList<ErrorHealth> Warnings);
