namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>A session as its owner sees it.</summary>
/// <param name="Digest">Which one.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="SeenAt">When somebody last did something.</param>
/// <param name="Address">From where it began.</param>
/// <param name="Agent">What the browser called itself.</param>
public sealed record SessionEntry(
    string Digest, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, string? Address, string? Agent);
