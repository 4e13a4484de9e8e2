namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>A change of an account's status.</summary>
/// <param name="At">When.</param>
/// <param name="By">What told it, such as <c>event</c>.</param>
/// <param name="Was">The status before; empty for a new account.</param>
/// <param name="Status">The status since.</param>
/// <param name="Why">Why it is so.</param>
public sealed record StatusChange(DateTimeOffset At, string? By, string? Was, string? Status, string? Why);
