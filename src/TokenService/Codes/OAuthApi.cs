using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>The two calls of WeChat's that tell who came with a code. Neither has to do with the account's own access_token; for an
/// account in a
/// platform's care the first takes the platform's.</summary>
internal sealed class OAuthApi(WeChatHttp http, IAccessTokens tokens)
{
    /// <summary>Exchanges a code. It is sent again only when WeChat says that it did nothing: a code is good for one exchange.</summary>
    public ValueTask<WeChatResult<OAuthGrant>> ExchangeAsync(Account account, string code, CancellationToken cancellationToken)
        => account.Component is { } platform
            ? ExchangeOnBehalfAsync(platform, account, code, cancellationToken)
            : ExchangeBySecretAsync(account, code, cancellationToken);

    /// <summary>Returns the user's profile exactly as WeChat wrote it.</summary>
    public async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetProfileAsync(
        Account account, OAuthGrant grant, CancellationToken cancellationToken)
    {
        var secret = account.AppSecret.Reveal();
        var answer = await http.SendAsync(
            new WeChatRequest(HttpMethod.Get, "/sns/userinfo")
            {
                Service = account.Service,
                Query = [new("access_token", grant.AccessToken), new("openid", grant.OpenId), new("lang", account.Language)],
                Sensitive = [grant.AccessToken, grant.OpenId, secret],
                Repeatable = true,
            },
            cancellationToken);

        // The token is the user's: replacing the account's would fix nothing.
        return answer.TryGet(out var json, out var error) ? json
            : error.Class == ErrorClass.TokenRejected ? error with { Class = ErrorClass.UserAuthorization }
            : error;
    }

    private static WeChatResult<OAuthGrant> Read(ReadOnlyMemory<byte> json)
        => GrantJson.ReadAnswer(json) is { } grant ? grant : new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no openid.");

    /// <summary>
    /// Exchanges a code with the platform's token. WeChat looks at the token first, so a refused one leaves the code good.
    /// </summary>
    private async ValueTask<WeChatResult<OAuthGrant>> ExchangeOnBehalfAsync(
        Account platform, Account account, string code, CancellationToken cancellationToken)
    {
        var current = await tokens.GetAsync(platform, cancellationToken);
        if (!current.TryGet(out var token, out var error))
        {
            return error;
        }

        var result = await ExchangeOnBehalfAsync(platform, account, code, token, cancellationToken);
        if (result.TryGet(out var grant, out error))
        {
            return grant;
        }

        if (error.Class != ErrorClass.TokenRejected)
        {
            return error;
        }

        var replaced = await tokens.ReplaceAsync(platform, token.Value, cancellationToken);
        return replaced.TryGet(out token, out error)
            ? await ExchangeOnBehalfAsync(platform, account, code, token, cancellationToken)
            : error;
    }

    private async ValueTask<WeChatResult<OAuthGrant>> ExchangeOnBehalfAsync(
        Account platform, Account account, string code, Token token, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(
            new WeChatRequest(HttpMethod.Get, "/sns/oauth2/component/access_token")
            {
                Service = account.Service,
                Query =
                [
                    new("appid", account.AppId.Value), new("code", code), new("grant_type", "authorization_code"),
                    new("component_appid", platform.AppId.Value), new("component_access_token", token.Value),
                ],
                Sensitive = [token.Value, code],
            },
            cancellationToken);
        return answer.TryGet(out var json, out var error) ? Read(json) : error;
    }

    private async ValueTask<WeChatResult<OAuthGrant>> ExchangeBySecretAsync(
        Account account, string code, CancellationToken cancellationToken)
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

        return Read(json);
    }
}
