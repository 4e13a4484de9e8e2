namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>A user with what is kept of the logins.</summary>
/// <param name="User">The user.</param>
/// <param name="CreatedAt">When the user logged in first.</param>
/// <param name="LoginAt">When the user logged in last.</param>
/// <param name="KeysAt">When the session_key changed last; <see langword="null"/> when there is none.</param>
/// <param name="PhoneAt">When the phone was told; <see langword="null"/> when there is none.</param>
public sealed record KeptUser(
    LoginUser User, DateTimeOffset CreatedAt, DateTimeOffset LoginAt, DateTimeOffset? KeysAt, DateTimeOffset? PhoneAt);
