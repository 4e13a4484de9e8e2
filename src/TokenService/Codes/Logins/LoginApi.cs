using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>Asks WeChat who logs in to a mini program.</summary>
/// <remarks>
/// A mini program with a secret of its own is asked for at <c>/sns/jscode2session</c>; one in a platform's care at
/// <c>/sns/component/jscode2session</c>, whose parameter is still called <c>component_access_token</c>. Source:
/// developers.weixin.qq.com, openApi/miniprogram-management/login/api_thirdpartycode2session.
/// </remarks>
internal sealed class LoginApi(WeChatHttp http, IAccessTokens tokens)
{
    /// <summary>WeChat blocks the user, who is a risk. Asking again changes nothing.</summary>
    private const int Blocked = 40226;

    /// <summary>Exchanges a code. It is sent again only when WeChat says that it did nothing: a code is good for one exchange.</summary>
    public ValueTask<WeChatResult<CodeLogin>> ExchangeAsync(Account account, string code, CancellationToken cancellationToken)
        => account.Component is { } platform
            ? ExchangeOnBehalfAsync(platform, account, code, cancellationToken)
            : ExchangeBySecretAsync(account, code, cancellationToken);

    /// <summary>Returns whether an error is final: nobody gets anything else for the code.</summary>
    public static bool IsFinal(WeChatError error) => error.Class == ErrorClass.UserAuthorization || error.ErrorCode == Blocked;

    private async ValueTask<WeChatResult<CodeLogin>> ExchangeBySecretAsync(
        Account account, string code, CancellationToken cancellationToken)
    {
        var secret = account.AppSecret.Reveal();
        var answer = await http.SendAsync(
            new WeChatRequest(HttpMethod.Get, "/sns/jscode2session")
            {
                Service = account.Service,
                Query =
                [
                    new("appid", account.AppId.Value), new("secret", secret), new("js_code", code), new("grant_type", "authorization_code"),
                ],
                Sensitive = [secret, code],
            },
            cancellationToken);
        if (answer.TryGet(out var json, out var error))
        {
            return Read(json);
        }

        // Elsewhere 40001 means a token that has to be replaced; here it means the AppSecret.
        return error.ErrorCode == ErrorCodes.InvalidCredential
            ? error with { Class = ErrorClass.Configuration, Message = $"{error.Message} Check the AppSecret." }
            : error;
    }

    /// <summary>
    /// Exchanges a code with the platform's token. WeChat looks at the token first, so a refused one leaves the code good.
    /// </summary>
    private async ValueTask<WeChatResult<CodeLogin>> ExchangeOnBehalfAsync(
        Account platform, Account account, string code, CancellationToken cancellationToken)
    {
        var current = await tokens.GetAsync(platform, cancellationToken);
        if (!current.TryGet(out var token, out var error))
        {
            return error;
        }

        var answer = await AskOnBehalfAsync(platform, account, code, token, cancellationToken);
        if (answer.TryGet(out var json, out error))
        {
            return Read(json);
        }

        if (error.Class != ErrorClass.TokenRejected)
        {
            return error;
        }

        var replaced = await tokens.ReplaceAsync(platform, token.Value, cancellationToken);
        if (!replaced.TryGet(out token, out error))
        {
            return error;
        }

        answer = await AskOnBehalfAsync(platform, account, code, token, cancellationToken);
        return answer.TryGet(out json, out error) ? Read(json) : error;
    }

    private ValueTask<WeChatResult<ReadOnlyMemory<byte>>> AskOnBehalfAsync(
        Account platform, Account account, string code, Token token, CancellationToken cancellationToken)
        => http.SendAsync(
            new WeChatRequest(HttpMethod.Get, "/sns/component/jscode2session")
            {
                Service = account.Service,
                Query =
                [
                    new("appid", account.AppId.Value), new("js_code", code), new("grant_type", "authorization_code"),
                    new("component_appid", platform.AppId.Value), new("component_access_token", token.Value),
                ],
                Sensitive = [token.Value, code],
            },
            cancellationToken);

    private static WeChatResult<CodeLogin> Read(ReadOnlyMemory<byte> json)
        => LoginJson.Read(json) is { } login ? login
            : new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no openid and session_key.");
}
