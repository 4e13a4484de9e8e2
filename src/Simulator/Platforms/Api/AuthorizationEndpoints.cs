using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms.Authorizations;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Answers <c>api_create_preauthcode</c>, <c>api_query_auth</c> and <c>api_authorizer_token</c>.</summary>
internal sealed class AuthorizationEndpoints(ComponentGate gate)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        [ApiPath.PreAuthCode] = gate.Post(CreatePreAuthCode),
        [ApiPath.QueryAuth] = gate.Post(Query),
        [ApiPath.AuthorizerToken] = gate.Post(Renew),
    };

    /// <summary>Returns permission sets as answers have them.</summary>
    public static JsonArray FunctionsOf(IReadOnlyList<int> sets) =>
        new([.. sets.Select(id => (JsonNode)new JsonObject { ["funcscope_category"] = new JsonObject { ["id"] = id } })]);

    private static ApiAnswer CreatePreAuthCode(PlatformState state, JsonObject json)
    {
        var (code, expiresIn) = state.CreatePreAuthCode();
        return new ApiAnswer(new JsonObject { ["pre_auth_code"] = code, ["expires_in"] = expiresIn });
    }

    private static ApiAnswer Query(PlatformState state, JsonObject json)
    {
        if (json.Text("authorization_code") is not { } code)
        {
            return ApiError.InvalidArguments;
        }

        AuthorizerGrant? grant = null;
        return state.Query(code, out grant) is { } error
            ? error
            : new ApiAnswer(new JsonObject
            {
                ["authorization_info"] = new JsonObject
                {
                    ["authorizer_appid"] = grant!.AppId,
                    ["authorizer_access_token"] = grant.AccessToken.Value,
                    ["expires_in"] = grant.AccessToken.ExpiresIn,
                    ["authorizer_refresh_token"] = grant.RefreshToken,
                    ["func_info"] = FunctionsOf(grant.PermissionSets),
                },
            });
    }

    // WeChat's own FAQ: without a refresh token, too, the answer is "refresh_token is invalid".
    private static ApiAnswer Renew(PlatformState state, JsonObject json)
    {
        if (json.Text("authorizer_appid") is not { } appId)
        {
            return ApiError.InvalidAppId;
        }

        return state.Renew(appId, json.Text("authorizer_refresh_token"), out var grant) is { } error
            ? error
            : new ApiAnswer(new JsonObject
            {
                ["authorizer_access_token"] = grant!.AccessToken.Value,
                ["expires_in"] = grant.AccessToken.ExpiresIn,
                ["authorizer_refresh_token"] = grant.RefreshToken,
            })
            {
                IsLost = grant.IsLost,
            };
    }
}
