using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms.Api;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>Answers <c>/sns/jscode2session</c>, for a mini program's own backend, and the variant for platforms.</summary>
internal sealed class LoginEndpoints(AccountBook accounts, UserBook users, LoginRegister logins, ComponentGate gate)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/sns/jscode2session"] = Exchange,
        ["/sns/component/jscode2session"] = gate.Get((appId, call) => Answer(accounts.Find(appId), call)),
    };

    private ApiAnswer Exchange(ApiCall call)
    {
        var appId = call.Parameter("appid");
        accounts.TryFind(appId, out var account);
        var error = appId is null ? ApiError.AppIdMissing
            : account is null ? ApiError.InvalidAppId
            : call.Parameter("secret") is not { } secret ? ApiError.SecretMissing
            : secret != account.AppSecret ? ApiError.InvalidSecret
            : account.Switches.IsBusy ? ApiError.SystemBusy
            : account.Switches.LackedApis.Contains(call.Path) ? ApiError.Unauthorized
            : null;
        return error is not null ? ApiAnswer.PlainOf(error) : Answer(account!, call);
    }

    private ApiAnswer Answer(SimulatedAccount account, ApiCall call)
    {
        var (openId, key) = ("", "");
        var error = !call.IsGet ? ApiError.RequiresGet
            : call.Parameter("grant_type") is { } grant && grant != "authorization_code" ? ApiError.InvalidGrantType
            : call.Parameter("js_code") is not { } code ? ApiError.CodeMissing
            : logins.Exchange(account, code, out openId, out key);
        if (error is not null)
        {
            return ApiAnswer.PlainOf(error);
        }

        var answer = new JsonObject { ["session_key"] = key, ["openid"] = openId };
        if (users.TryFind(account.AppId, openId, out var user) && user.UnionId is { } unionId)
        {
            answer["unionid"] = unionId;
        }

        return new ApiAnswer(answer, ApiAnswer.PlainText);
    }
}
