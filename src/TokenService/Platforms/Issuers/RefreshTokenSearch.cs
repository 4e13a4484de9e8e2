using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;

namespace WxYarpGateway.TokenService.Platforms.Issuers;

/// <summary>Asks WeChat itself for an authorizer's refresh token, when the one that is known is refused, or none is.</summary>
/// <remarks>
/// WeChat gives it back by <c>api_get_authorizer_info</c> and <c>_list</c>, once a code of the authorization was exchanged. Source:
/// developers.weixin.qq.com, knowledge page 07e2d7fc2d6a1edf of 2026-07-20.
/// </remarks>
internal sealed class RefreshTokenSearch(PlatformApi api)
{
    // 20,000 authorizers. A platform that has more asks for few of them like this.
    private const int MostPages = 40;

    /// <summary>How long callers are told to wait for somebody to authorize the platform again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Returns a refresh token other than the one that WeChat refused, or why there is none.</summary>
    public async ValueTask<WeChatResult<string>> FindAsync(
        Account platform, AppId appId, string refused, CancellationToken cancellationToken)
    {
        var info = await api.AuthorizerInfoAsync(platform, appId, cancellationToken);
        if (!info.TryGet(out var told, out var error))
        {
            return error;
        }

        if (IsAnother(told.RefreshToken, refused))
        {
            return told.RefreshToken;
        }

        var listed = await FindInListAsync(platform, appId, cancellationToken);
        if (!listed.TryGet(out var token, out error))
        {
            return error;
        }

        return IsAnother(token, refused) ? token
            : told.RefreshToken.Length == 0 && token.Length == 0 ? NeedsCode
            : Broken;
    }

    public static WeChatError NeedsCode { get; } = new(
        null,
        ErrorClass.Permission,
        "WeChat gives no refresh token of the account before an authorization code was exchanged, and none was. The account's "
        + "administrator has to authorize the platform again.",
        Pause)
    {
        Obstacle = TokenObstacle.NeedsCode,
    };

    public static WeChatError Broken { get; } = new(
        ErrorCodes.AuthorizerRefreshTokenInvalid,
        ErrorClass.Permission,
        "WeChat refuses the refresh token of the account (61023) and has no other one. The account's administrator has to authorize the "
        + "platform again.",
        Pause)
    {
        Obstacle = TokenObstacle.Broken,
    };

    public static WeChatError BeingAuthorized { get; } = new(
        null,
        ErrorClass.Busy,
        "WeChat refuses the refresh token of the account and gives no other one yet: the account seems to be authorizing the platform "
        + "again.",
        TimeSpan.FromSeconds(2))
    {
        Obstacle = TokenObstacle.BeingAuthorized,
    };

    private static bool IsAnother(string token, string refused) => token.Length > 0 && token != refused;

    private async ValueTask<WeChatResult<string>> FindInListAsync(Account platform, AppId appId, CancellationToken cancellationToken)
    {
        for (var page = 0; page < MostPages; page++)
        {
            var offset = page * PlatformApi.LargestPage;
            var answer = await api.AuthorizerListAsync(platform, offset, PlatformApi.LargestPage, cancellationToken);
            if (!answer.TryGet(out var listed, out var error))
            {
                return error;
            }

            if (listed.Authorizers.FirstOrDefault(authorizer => authorizer.AppId == appId) is { } found)
            {
                return found.RefreshToken;
            }

            if (listed.Authorizers.Count == 0 || offset + PlatformApi.LargestPage >= listed.Total)
            {
                break;
            }
        }

        return "";
    }
}
