using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>A session as the database has it.</summary>
/// <param name="User">The user, as backends are told.</param>
/// <param name="Times">When it was made and used.</param>
public sealed record KeptSession(LoginUser User, SessionTimes Times);
