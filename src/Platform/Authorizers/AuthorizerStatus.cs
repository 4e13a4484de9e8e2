namespace WxYarpGateway.Platform.Authorizers;

/// <summary>How an authorizer stands with its platform.</summary>
public enum AuthorizerStatus
{
    /// <summary>It is in the platform's care.</summary>
    Authorized,

    /// <summary>It took itself out of the platform's care. The row stays for 30 days.</summary>
    Unauthorized,

    /// <summary>WeChat takes its refresh token no longer and gives no other; it must authorize again.</summary>
    Broken,

    /// <summary>WeChat lists it without a refresh token, because no authorization code of it was ever exchanged.</summary>
    NeedsCode,

    /// <summary>An account of WeChat's release check. It is in no table.</summary>
    Test,
}
