using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Answers <c>GET /cgi-bin/user/info</c>.</summary>
internal sealed class UserEndpoints(AccessGate gate, UserBook users)
{
    public ApiAnswer Describe(ApiCall call)
    {
        if (!call.IsGet)
        {
            return ApiError.RequiresGet;
        }

        if (!gate.TryEnter(call, out var account, out var refusal))
        {
            return refusal;
        }

        if (account.Switches.LacksUserApi)
        {
            return ApiError.Unauthorized;
        }

        return users.TryFind(account.AppId, call.Parameter("openid"), out var user)
            ? new ApiAnswer(Describe(user))
            : ApiError.InvalidOpenId;
    }

    public static JsonObject Describe(SimulatedUser user)
    {
        var answer = new JsonObject { ["subscribe"] = user.IsSubscribed ? 1 : 0, ["openid"] = user.OpenId };
        if (user.IsSubscribed)
        {
            AddIfGiven(answer, "nickname", user.Nickname);
            AddIfGiven(answer, "city", user.City);
            AddIfGiven(answer, "province", user.Province);
            AddIfGiven(answer, "country", user.Country);
            answer["language"] = user.Language;
            AddIfGiven(answer, "headimgurl", user.HeadImageUrl);
            answer["subscribe_time"] = user.SubscribeTime;
            answer["remark"] = user.Remark;
            answer["groupid"] = user.GroupId;
            answer["tagid_list"] = new JsonArray([.. user.TagIds.Select(tag => JsonValue.Create(tag))]);
            answer["subscribe_scene"] = user.SubscribeScene;
            answer["qr_scene"] = user.QrScene;
            answer["qr_scene_str"] = user.QrSceneText;
        }

        AddIfGiven(answer, "unionid", user.UnionId);
        return answer;
    }

    private static void AddIfGiven(JsonObject answer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            answer[name] = value;
        }
    }
}
