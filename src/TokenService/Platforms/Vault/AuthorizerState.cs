namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>Says whether a platform may act for an authorizer.</summary>
public enum AuthorizerState
{
    /// <summary>It may.</summary>
    Authorized,

    /// <summary>The authorizer withdrew its authorization. No token of it is asked for or given out.</summary>
    Unauthorized,

    /// <summary>
    /// WeChat refuses the refresh token (61023) and has no other one. The account's administrator has to authorize the platform again.
    /// </summary>
    Broken,

    /// <summary>
    /// There is no refresh token, and WeChat gives none before one authorization code was exchanged. The account's administrator has to
    /// authorize the platform again. Source: developers.weixin.qq.com, knowledge page 07e2d7fc2d6a1edf of 2026-07-20.
    /// </summary>
    NeedsCode,

    /// <summary>It is one of WeChat's own accounts, which test a platform before its release.</summary>
    Test,
}
