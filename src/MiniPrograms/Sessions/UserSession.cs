using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>A session in memory: who the user is, and what backends are told.</summary>
internal sealed class UserSession(TokenDigest digest, LoginUser user, DateTimeOffset expiresAt)
{
    /// <summary>Gets the digest of its token.</summary>
    public TokenDigest Digest { get; } = digest;

    /// <summary>Gets the user.</summary>
    public LoginUser User { get; } = user;

    /// <summary>Gets when it ends.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Gets the headers that name the user.</summary>
    public UserHeaders Headers { get; } = UserHeaders.Of(user);
}
