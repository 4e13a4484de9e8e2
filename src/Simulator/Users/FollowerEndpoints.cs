using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Answers <c>/cgi-bin/user/get</c>, <c>/cgi-bin/user/info/batchget</c> and <c>/cgi-bin/user/info/updateremark</c>.</summary>
internal sealed class FollowerEndpoints(AccessGate gate, UserBook users)
{
    // Documented: 100 users in one call, and remarks below 30 characters, without the errcode of a longer one.
    private const int MostDescribed = 100;
    private const int LongestRemark = 29;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/user/get"] = gate.Get(List),
        ["/cgi-bin/user/info/batchget"] = gate.Post(DescribeMany),
        ["/cgi-bin/user/info/updateremark"] = gate.Post(Remark),
    };

    private ApiAnswer List(SimulatedAccount account, ApiCall call)
    {
        if (account.Switches.LacksUserApi)
        {
            return ApiError.Unauthorized;
        }

        var followers = users.Of(account.AppId).Where(user => user.IsSubscribed).ToList();
        var page = FollowerPage.Of(followers, call.Parameter("next_openid"), account.Switches.UsersPerPage);
        return page?.Answer(withTotal: true) ?? ApiError.InvalidOpenId;
    }

    private ApiAnswer DescribeMany(SimulatedAccount account, JsonObject json)
    {
        if (account.Switches.LacksUserApi)
        {
            return ApiError.Unauthorized;
        }

        var wanted = (json["user_list"] as JsonArray)?.Select(item => (item as JsonObject)?.Text("openid")).ToList();
        if (wanted is null || wanted.Contains(null))
        {
            return ApiError.InvalidOpenIdList;
        }

        if (wanted.Count is 0 or > MostDescribed)
        {
            return ApiError.InvalidOpenIdCount;
        }

        var found = wanted.Select(openId => users.TryFind(account.AppId, openId, out var user) ? user : null).ToList();
        if (found.Contains(null))
        {
            return ApiError.InvalidOpenId;
        }

        var described = found.Select(user => UserEndpoints.Describe(user!));
        return new ApiAnswer(new JsonObject { ["user_info_list"] = new JsonArray([.. described]) });
    }

    private ApiAnswer Remark(SimulatedAccount account, JsonObject json)
    {
        if (!users.TryFind(account.AppId, json.Text("openid"), out var user))
        {
            return ApiError.InvalidOpenId;
        }

        var remark = json.Text("remark") ?? "";
        if (remark.Length > LongestRemark)
        {
            return ApiError.InvalidArguments;
        }

        users.Add(account.AppId, user with { Remark = remark });
        return ApiAnswer.Ok();
    }
}
