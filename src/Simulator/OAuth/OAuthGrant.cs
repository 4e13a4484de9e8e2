namespace WxYarpGateway.Simulator.OAuth;

/// <summary>What a user granted an account: an access token for hours, and a refresh token for weeks.</summary>
internal sealed class OAuthGrant(string appId, string openId, string scope, string refreshToken, DateTimeOffset grantedAt)
{
    public string AppId => appId;

    public string OpenId => openId;

    public string Scope => scope;

    public string RefreshToken => refreshToken;

    public DateTimeOffset RefreshExpiresAt => grantedAt + OAuthRules.RefreshLifetime;

    public string AccessToken { get; set; } = "";

    public DateTimeOffset AccessExpiresAt { get; set; }
}
