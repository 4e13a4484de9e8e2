using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>What a code of <c>wx.login</c> stood for.</summary>
/// <param name="OpenId">The user's openid.</param>
/// <param name="UnionId">The user's unionid; empty unless the mini program belongs to an open platform account.</param>
/// <param name="SessionKey">The key with which WeChat seals the user's data (<c>session_key</c>), in base64.</param>
public sealed record CodeLogin(OpenId OpenId, string UnionId, string SessionKey)
{
    /// <summary>Returns a mask, so that neither the user nor the key can slip into a log.</summary>
    public override string ToString() => "***";
}
