namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Names the scopes that a web page may ask for.</summary>
public static class OAuthScope
{
    /// <summary>The openid alone, for which the user is not asked.</summary>
    public const string Base = "snsapi_base";

    /// <summary>The profile as well, which the user must grant.</summary>
    public const string UserInfo = "snsapi_userinfo";
}
