using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Issuers;
using WxYarpGateway.TokenService.Platforms.Spills;

namespace WxYarpGateway.TokenService.Platforms.Codes;

/// <summary>
/// Exchanges one authorization code: the refresh token goes to the vault before anything else happens, then the access token takes the
/// place of the one in use, which WeChat has ended.
/// </summary>
internal sealed class AuthorizationExchange(
    PlatformApi api, RefreshTokens refreshTokens, AuthorizerTokens tokens, AuthorizerTokenIssuer issuer, VainAttempts vain)
{
    /// <summary>Returns what the code stood for.</summary>
    public async Task<WeChatResult<Authorization>> ExchangeAsync(
        Account platform, string code, AppId? named, CancellationToken cancellationToken)
    {
        var answer = await api.QueryAuthAsync(platform, code, cancellationToken);
        if (!answer.TryGet(out var grant, out var error))
        {
            return named is { } appId && IsUsedUp(error) ? await RecoverAsync(platform, appId, error, cancellationToken) : error;
        }

        // From here on nothing is cancelled: WeChat gives these tokens once.
        await refreshTokens.ReplaceAsync(new AuthorizerKey(platform.AppId, grant.AppId), grant.RefreshToken);
        if (grant.AccessToken is { } token)
        {
            await tokens.PublishAsync(AuthorizerKey.AccountOf(platform, grant.AppId), token, CancellationToken.None);
        }

        return new Authorization(grant.AppId, grant.PermissionSets);
    }

    // The answer may have been lost, or another replica that cannot tell us was faster.
    private static bool IsUsedUp(WeChatError error) =>
        error.ErrorCode is ErrorCodes.AuthorizationCodeInvalid or ErrorCodes.AuthorizationCodeExpired || error.IsUnanswered;

    /// <summary>
    /// Asks WeChat for what the code stood for, after it was used: once a code was exchanged, WeChat gives the refresh token back.
    /// </summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="appId">The account that the event named.</param>
    /// <param name="error">Why the code brought nothing; it holds when WeChat itself says that there is nothing to be had.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WeChatResult<Authorization>> RecoverAsync(
        Account platform, AppId appId, WeChatError error, CancellationToken cancellationToken)
    {
        var account = AuthorizerKey.AccountOf(platform, appId);
        var info = await api.AuthorizerInfoAsync(platform, appId, cancellationToken);
        if (!info.TryGet(out var told, out var unknown))
        {
            // A busy WeChat says nothing about the code: whoever asks again may still learn what it stood for.
            return unknown.Obstacle == TokenObstacle.Unauthorized ? error : unknown;
        }

        if (told.RefreshToken.Length == 0)
        {
            return error;
        }

        // As if the code had brought it. Then a renewal brings an access token.
        await refreshTokens.ReplaceAsync(AuthorizerKey.Of(account), told.RefreshToken);
        await vain.ForgetAsync(AuthorizerKey.Of(account), cancellationToken);
        var recovered = await issuer.IssueAsync(account, cancellationToken);
        if (!recovered.TryGet(out var token, out var noToken))
        {
            return noToken;
        }

        await tokens.PublishAsync(account, token, CancellationToken.None);
        return new Authorization(appId, told.PermissionSets);
    }
}
