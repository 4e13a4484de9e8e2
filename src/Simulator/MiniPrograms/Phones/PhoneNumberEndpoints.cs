using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>Answers <c>POST /wxa/business/getuserphonenumber</c>.</summary>
internal sealed class PhoneNumberEndpoints(AccessGate gate, UserBook users, PhoneCodeBook codes, TimeProvider clock)
{
    public const string Path = "/wxa/business/getuserphonenumber";

    public Func<ApiCall, ApiAnswer> Get => gate.Post(Describe);

    private ApiAnswer Describe(SimulatedAccount account, JsonObject json)
    {
        if (json.Text("code") is not { } code)
        {
            return ApiError.InvalidArguments;
        }

        if (codes.Take(account.AppId, code, json.Text("openid"), out var openId) is { } error)
        {
            return error;
        }

        return users.TryFind(account.AppId, openId, out var user)
            ? ApiAnswer.Ok().And("phone_info", PhoneNumber.Of(user).Describe(account.AppId, clock.GetUtcNow()))
            : ApiError.InvalidOpenId;
    }
}
