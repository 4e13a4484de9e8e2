using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Answers <c>api_get_authorizer_info</c> and <c>api_get_authorizer_list</c>.</summary>
internal sealed class AuthorizerInfoEndpoints(ComponentGate gate)
{
    // Documented: at most 500 a page.
    private const int LargestPage = 500;

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        [ApiPath.AuthorizerInfo] = gate.Post(Describe),
        [ApiPath.AuthorizerList] = gate.Post(List),
    };

    private static ApiAnswer Describe(PlatformState state, JsonObject json) =>
        json.Text("authorizer_appid") is not { } appId ? ApiError.InvalidAppId
        : state.Authorizer(appId) is not { } entry ? ApiError.NotAuthorizedByAccount
        : new ApiAnswer(new JsonObject
        {
            ["authorizer_info"] = AuthorizerDescription.Of(entry),
            ["authorization_info"] = new JsonObject
            {
                ["authorizer_appid"] = appId,
                ["authorizer_refresh_token"] = entry.RefreshToken,
                ["func_info"] = AuthorizationEndpoints.FunctionsOf(entry.PermissionSets),
            },
        });

    private static ApiAnswer List(PlatformState state, JsonObject json)
    {
        if (json.Number("offset") is not (>= 0 and <= int.MaxValue and var offset)
            || json.Number("count") is not (>= 1 and <= LargestPage and var count))
        {
            return ApiError.InvalidArguments;
        }

        var (total, page) = state.Page((int)offset, (int)count);
        return new ApiAnswer(new JsonObject
        {
            ["total_count"] = total,
            ["list"] = new JsonArray(
            [
                .. page.Select(entry => (JsonNode)new JsonObject
                {
                    ["authorizer_appid"] = entry.Account.AppId,
                    ["refresh_token"] = entry.RefreshToken,
                    ["auth_time"] = entry.AuthorizedAt.ToUnixTimeSeconds(),
                }),
            ]),
        });
    }
}
