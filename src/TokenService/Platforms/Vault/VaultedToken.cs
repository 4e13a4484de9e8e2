namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>What the vault has of one authorizer. Its text form shows no token.</summary>
/// <param name="RefreshToken">The <c>authorizer_refresh_token</c>; empty when there is none.</param>
/// <param name="Version">How often the refresh token was written, from 1; 0 when it never was.</param>
/// <param name="State">Whether the platform may act for the authorizer.</param>
public sealed record VaultedToken(string RefreshToken, long Version, AuthorizerState State)
{
    /// <summary>
    /// Gets when WeChat made the newest event that was applied to the authorization, by WeChat's clock; <see langword="null"/> for none.
    /// </summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>Returns the version and the state, but not the token.</summary>
    public override string ToString() => $"*** (version {Version}, {State})";
}
