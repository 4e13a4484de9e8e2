using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>One line of <c>api_get_authorizer_list</c>.</summary>
/// <param name="AppId">The authorizer.</param>
/// <param name="RefreshToken">The refresh token; empty until a code of this authorization was exchanged once.</param>
/// <param name="AuthorizedAt">When it authorized the platform, by WeChat's clock; null when WeChat left it out.</param>
public sealed record ListedAuthorizer(AppId AppId, string RefreshToken, DateTimeOffset? AuthorizedAt)
{
    /// <summary>Returns the AppId, but not the refresh token.</summary>
    public override string ToString() => AppId.Value;
}
