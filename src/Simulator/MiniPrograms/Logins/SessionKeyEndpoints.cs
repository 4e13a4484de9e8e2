using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>Answers the calls that prove that the caller has a user's session_key, and replace it or build on it.</summary>
internal sealed class SessionKeyEndpoints(AccessGate gate, LoginRegister logins, UserCryptoKeys keys)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/checksession"] = gate.Get((account, call) => Signed(account, call, _ => ApiAnswer.Ok())),
        ["/wxa/resetusersessionkey"] = gate.Get((account, call) => Signed(account, call, openId =>
            ApiAnswer.Ok().And("openid", openId).And("session_key", logins.Reset(account.AppId, openId)))),
        ["/wxa/business/getuserencryptkey"] = gate.Get((account, call) => Signed(account, call, openId =>
            ApiAnswer.Ok().And("key_info_list", keys.Of(account.AppId, openId)))),
    };

    // WeChat's table puts the parameters into a body, its example and its SDKs into the query.
    private ApiAnswer Signed(SimulatedAccount account, ApiCall call, Func<string, ApiAnswer> answer) =>
        !call.IsGet ? ApiError.RequiresGet
        : call.Parameter("openid") is not { } openId ? ApiError.InvalidOpenId
        : call.Parameter("sig_method") != "hmac_sha256" ? LoginErrors.InvalidMethod
        : logins.KeyOf(account.AppId, openId) is not { } key ? LoginErrors.NoSessionKey
        : call.Parameter("signature") != key.Sign() ? LoginErrors.InvalidSignature
        : answer(openId);
}
