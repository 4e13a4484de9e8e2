namespace WxYarpGateway.Console.Access.Lockouts;

/// <summary>A try that was taken, or why it was not.</summary>
/// <param name="Name">The subject of the name.</param>
/// <param name="Address">The subject of the address.</param>
/// <param name="At">When it was taken.</param>
/// <param name="LockedUntil">Until when there are no more tries; null when this one was taken.</param>
internal sealed record Attempt(string Name, string Address, DateTimeOffset At, DateTimeOffset? LockedUntil);
