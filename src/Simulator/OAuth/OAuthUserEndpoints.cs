using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Answers <c>GET /sns/userinfo</c> and <c>GET /sns/auth</c>, which take a user's own token.</summary>
internal sealed class OAuthUserEndpoints(AccountBook accounts, UserBook users, OAuthRegister register)
{
    // WeChat's nickname for a user whose profile it does not return.
    private const string Anonymous = "微信用户";
    private const string AnonymousPortrait = "https://thirdwx.qlogo.cn/mmopen/vi_32/simulated/132";

    public ApiAnswer Describe(ApiCall call) =>
        Check(call, out var grant) is { } error ? ApiAnswer.PlainOf(error)
        : grant!.Scope != OAuthScope.UserInfo ? ApiAnswer.PlainOf(ApiError.Unauthorized)
        : users.TryFind(grant.AppId, grant.OpenId, out var user) ? new ApiAnswer(Describe(user), ApiAnswer.PlainText)
        : ApiAnswer.PlainOf(ApiError.InvalidOpenId);

    public ApiAnswer Confirm(ApiCall call) =>
        Check(call, out _) is { } error ? ApiAnswer.PlainOf(error) : ApiAnswer.Ok() with { ContentType = ApiAnswer.PlainText };

    private static JsonObject Describe(SimulatedUser user)
    {
        var json = new JsonObject
        {
            ["openid"] = user.OpenId,
            ["nickname"] = user.Nickname ?? Anonymous,
            ["sex"] = user.Sex,
            ["language"] = "",
            ["city"] = user.City,
            ["province"] = user.Province,
            ["country"] = user.Country,
            ["headimgurl"] = user.HeadImageUrl ?? AnonymousPortrait,
            ["privilege"] = new JsonArray([.. user.Privileges.Select(privilege => JsonValue.Create(privilege))]),
        };
        if (user.UnionId is not null)
        {
            json["unionid"] = user.UnionId;
        }

        return json;
    }

    private ApiError? Check(ApiCall call, out OAuthGrant? grant)
    {
        grant = null;
        if (!call.IsGet)
        {
            return ApiError.RequiresGet;
        }

        if (call.Parameter("access_token") is not { } token)
        {
            return ApiError.AccessTokenMissing;
        }

        return register.Check(token, out grant) is { } error ? error
            : call.Parameter("openid") != grant!.OpenId ? ApiError.InvalidOpenId
            : !accounts.TryFind(grant.AppId, out var account) ? ApiError.InvalidCredential
            : account.Switches.IsBusy ? ApiError.SystemBusy
            : account.Switches.LackedApis.Contains(call.Path) ? ApiError.Unauthorized
            : null;
    }
}
