namespace WxYarpGateway.TokenService.Codes;

/// <summary>What WeChat gave for a code; with the access token of the user's own, the profile can be fetched later.</summary>
internal sealed record OAuthGrant(string OpenId, string UnionId, string Scope, bool IsSnapshotUser, string AccessToken)
{
    // WeChat: the scope that lets a profile be seen.
    private const string ProfileScope = "snsapi_userinfo";

    /// <summary>Gets the profile exactly as WeChat wrote it, once it was fetched.</summary>
    public ReadOnlyMemory<byte>? Profile { get; init; }

    /// <summary>Returns whether a profile is wanted for scopes that were granted.</summary>
    public static bool IsProfileWanted(ProfileFetch fetch, string scope) => fetch switch
    {
        ProfileFetch.Always => true,
        ProfileFetch.WhenGranted => scope.Split(',', StringSplitOptions.TrimEntries).Contains(ProfileScope, StringComparer.Ordinal),
        _ => false,
    };

    public OAuthUser ToUser() => new(OpenId, UnionId, Scope, IsSnapshotUser) { Profile = Profile };

    // The generated one would print the access token and the openid.
    public override string ToString() => "***";
}
