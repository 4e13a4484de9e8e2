using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Answers <c>GET /sns/oauth2/access_token</c> and <c>GET /sns/oauth2/refresh_token</c>.</summary>
internal sealed class OAuthTokenEndpoints(AccountBook accounts, UserBook users, OAuthRegister register)
{
    public ApiAnswer Exchange(ApiCall call)
    {
        var code = call.Parameter("code");
        var error = Check(call, "authorization_code", out var account)
            ?? (call.Parameter("secret") is not { } secret ? ApiError.SecretMissing
                : secret != account!.AppSecret ? ApiError.InvalidSecret
                : code is null ? ApiError.CodeMissing
                : null);
        OAuthAnswer? answer = null;
        error ??= register.Exchange(account!.AppId, code!, out answer);
        return error is null ? Describe(account!, answer!, isExchange: true) : ApiAnswer.PlainOf(error);
    }

    public ApiAnswer Refresh(ApiCall call)
    {
        var refreshToken = call.Parameter("refresh_token");
        var error = Check(call, "refresh_token", out var account) ?? (refreshToken is null ? ApiError.RefreshTokenMissing : null);
        OAuthAnswer? answer = null;
        error ??= register.Refresh(account!.AppId, refreshToken!, out answer);
        return error is null ? Describe(account!, answer!, isExchange: false) : ApiAnswer.PlainOf(error);
    }

    /// <summary>Exchanges a code for a platform, which needs no secret of the account.</summary>
    public ApiAnswer ExchangeOnBehalf(SimulatedAccount account, ApiCall call)
    {
        OAuthAnswer? answer = null;
        var error = CheckGrant(call, "authorization_code")
            ?? (call.Parameter("code") is { } code ? register.Exchange(account.AppId, code, out answer) : ApiError.CodeMissing);
        return error is null ? Describe(account, answer!, isExchange: true) : ApiAnswer.PlainOf(error);
    }

    /// <summary>Renews a user's token for a platform.</summary>
    public ApiAnswer RefreshOnBehalf(SimulatedAccount account, ApiCall call)
    {
        OAuthAnswer? answer = null;
        var error = CheckGrant(call, "refresh_token")
            ?? (call.Parameter("refresh_token") is { } token
                ? register.Refresh(account.AppId, token, out answer)
                : ApiError.RefreshTokenMissing);
        return error is null ? Describe(account, answer!, isExchange: false) : ApiAnswer.PlainOf(error);
    }

    private static ApiError? CheckGrant(ApiCall call, string grantType) =>
        !call.IsGet ? ApiError.RequiresGet
        : call.Parameter("grant_type") != grantType ? ApiError.InvalidGrantType
        : null;

    private ApiError? Check(ApiCall call, string grantType, out SimulatedAccount? account)
    {
        var appId = call.Parameter("appid");
        accounts.TryFind(appId, out account);
        return CheckGrant(call, grantType)
            ?? (appId is null ? ApiError.AppIdMissing
                : account is null ? ApiError.InvalidAppId
                : account.Switches.IsBusy ? ApiError.SystemBusy
                : account.Switches.LackedApis.Contains(call.Path) ? ApiError.Unauthorized
                : null);
    }

    private ApiAnswer Describe(SimulatedAccount account, OAuthAnswer answer, bool isExchange)
    {
        var json = new JsonObject
        {
            ["access_token"] = answer.AccessToken,
            ["expires_in"] = answer.ExpiresIn,
            ["refresh_token"] = answer.RefreshToken,
            ["openid"] = answer.OpenId,
            ["scope"] = answer.Scope,
        };
        if (isExchange && users.TryFind(account.AppId, answer.OpenId, out var user))
        {
            AddIdentity(json, user, answer.Scope);
        }

        return new ApiAnswer(json, ApiAnswer.PlainText);
    }

    // Documented: only virtual accounts have is_snapshotuser, only the scope snsapi_userinfo returns unionid.
    private static void AddIdentity(JsonObject json, SimulatedUser user, string scope)
    {
        if (user.IsSnapshot)
        {
            json["is_snapshotuser"] = 1;
        }

        if (user.UnionId is not null && scope == OAuthScope.UserInfo)
        {
            json["unionid"] = user.UnionId;
        }
    }
}
