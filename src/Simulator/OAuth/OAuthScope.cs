namespace WxYarpGateway.Simulator.OAuth;

/// <summary>The scopes that a web page may ask for.</summary>
public static class OAuthScope
{
    /// <summary>The openid alone; the user is not asked.</summary>
    public const string Base = "snsapi_base";

    /// <summary>The profile too; the user must consent.</summary>
    public const string UserInfo = "snsapi_userinfo";
}
