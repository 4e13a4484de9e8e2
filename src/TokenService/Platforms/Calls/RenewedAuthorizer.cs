using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>What WeChat gives for a refresh token (<c>api_authorizer_token</c>).</summary>
/// <param name="AccessToken">The access token; null when the answer has no usable one, although it may have a refresh token.</param>
/// <param name="RefreshToken">The refresh token from now on; empty when the answer has none.</param>
internal sealed record RenewedAuthorizer(Token? AccessToken, string RefreshToken)
{
    public override string ToString() => "***";
}
