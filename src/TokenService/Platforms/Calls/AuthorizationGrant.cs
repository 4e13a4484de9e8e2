using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>What WeChat gives for an authorization code (<c>api_query_auth</c>), tokens included.</summary>
/// <param name="AppId">The account that authorized the platform.</param>
/// <param name="AccessToken">Its access token, which ends the one before; null when the answer has no usable one.</param>
/// <param name="RefreshToken">Its refresh token; empty when the answer has none.</param>
/// <param name="PermissionSets">The ids of the permission sets (权限集) granted.</param>
internal sealed record AuthorizationGrant(AppId AppId, Token? AccessToken, string RefreshToken, IReadOnlyList<int> PermissionSets)
{
    public override string ToString() => AppId.Value;
}
