using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>The two calls of WeChat's that tell who came with a code. Neither has to do with the account's own access_token.</summary>
internal sealed class OAuthApi(WeChatHttp http)
{
    /// <summary>Exchanges a code. It is sent again only when WeChat says that it did nothing: a code is good for one exchange.</summary>
    public async ValueTask<WeChatResult<OAuthGrant>> ExchangeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        var secret = account.AppSecret.Reveal();
        var answer = await http.SendAsync(
            new WeChatRequest(HttpMethod.Get, "/sns/oauth2/access_token")
            {
                Service = account.Service,
                Query =
                [
                    new("appid", account.AppId.Value), new("secret", secret), new("code", code), new("grant_type", "authorization_code"),
                ],
                Sensitive = [secret, code],
            },
            cancellationToken);
        if (!answer.TryGet(out var json, out var error))
        {
            // Elsewhere 40001 means a token that has to be replaced; here it means the AppSecret.
            return error.ErrorCode == ErrorCodes.InvalidCredential
                ? error with { Class = ErrorClass.Configuration, Message = $"{error.Message} Check the AppSecret." }
                : error;
        }

        return GrantJson.ReadAnswer(json) is { } grant ? grant : new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no openid.");
    }

    /// <summary>Returns the user's profile exactly as WeChat wrote it.</summary>
    public async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetProfileAsync(
        Account account, OAuthGrant grant, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(
            new WeChatRequest(HttpMethod.Get, "/sns/userinfo")
            {
                Service = account.Service,
                Query = [new("access_token", grant.AccessToken), new("openid", grant.OpenId), new("lang", account.Language)],
                Sensitive = [grant.AccessToken, grant.OpenId, account.AppSecret.Reveal()],
                Repeatable = true,
            },
            cancellationToken);

        // The token is the user's: replacing the account's would fix nothing.
        return answer.TryGet(out var json, out var error) ? json
            : error.Class == ErrorClass.TokenRejected ? error with { Class = ErrorClass.UserAuthorization }
            : error;
    }
}
