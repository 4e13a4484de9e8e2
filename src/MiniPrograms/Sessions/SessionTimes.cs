namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>When a session was made and used, and when it ends.</summary>
/// <param name="CreatedAt">When the user logged in.</param>
/// <param name="SeenAt">When it was used last, to within ten minutes.</param>
/// <param name="ExpiresAt">When it ends unless it is used.</param>
public sealed record SessionTimes(DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset ExpiresAt);
