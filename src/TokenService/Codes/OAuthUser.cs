using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>A user who came back from WeChat's authorize page.</summary>
/// <param name="OpenId">The user's openid.</param>
/// <param name="UnionId">The user's unionid; empty unless the account belongs to an open platform account.</param>
/// <param name="Scope">The scopes granted, separated by commas.</param>
/// <param name="IsSnapshotUser">Whether this is only the virtual account of a snapshot page (快照页).</param>
public sealed record OAuthUser(string OpenId, string UnionId, string Scope, bool IsSnapshotUser)
{
    /// <summary>
    /// Gets the profile (<c>/sns/userinfo</c>) exactly as WeChat wrote it; <see langword="null"/> when it was not fetched, or in vain.
    /// </summary>
    public ReadOnlyMemory<byte>? Profile { get; init; }

    /// <summary>Gets why the profile was fetched in vain; <see langword="null"/> otherwise.</summary>
    public WeChatError? ProfileError { get; init; }

    /// <summary>Returns a mask, so that the user cannot slip into a log.</summary>
    public override string ToString() => "***";
}
