namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>A part of the history of an account's status, the newest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Next">What the next page comes after; null at the end.</param>
public sealed record StatusChanges(IReadOnlyList<StatusChange> Changes, string? Next);
