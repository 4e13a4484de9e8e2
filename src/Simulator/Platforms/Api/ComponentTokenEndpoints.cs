using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms.Events;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Answers the two calls that need no token: <c>api_start_push_ticket</c> and <c>api_component_token</c>.</summary>
internal sealed class ComponentTokenEndpoints(PlatformBook platforms, AccountBook accounts, ComponentGate gate, TicketPushes pushes)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        [ApiPath.StartPushTicket] = StartTickets,
        [ApiPath.ComponentToken] = IssueToken,
    };

    private ApiAnswer StartTickets(ApiCall call)
    {
        // Unlike in api_component_token, the secret's field is "component_secret".
        if (Check(call, "component_secret", out var state) is { } refusal)
        {
            return refusal;
        }

        return pushes.Start(state!)
            ? ApiAnswer.Ok()
            : new ApiAnswer(new JsonObject { ["errcode"] = 0, ["errmsg"] = "in a normal state" });
    }

    private ApiAnswer IssueToken(ApiCall call)
    {
        if (Check(call, "component_appsecret", out var state) is { } refusal)
        {
            return refusal;
        }

        if (state!.CheckTicket(call.Field("component_verify_ticket")) is { } error)
        {
            return error;
        }

        if (gate.Count(state, call) is { } quota)
        {
            return quota;
        }

        var token = state.IssueComponentToken();
        return new ApiAnswer(new JsonObject { ["component_access_token"] = token.Value, ["expires_in"] = token.ExpiresIn });
    }

    private ApiAnswer? Check(ApiCall call, string secretField, out PlatformState? state)
    {
        state = null;
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (call.Json is null)
        {
            return call.Body.Length == 0 ? ApiError.EmptyBody : ApiError.InvalidBody;
        }

        // Reported: without component_appid the error is 41002, and an ordinary account's AppId is an invalid component.
        var appId = call.Field("component_appid");
        platforms.TryFind(appId, out state);
        var error = appId is null ? ApiError.AppIdMissing
            : state is null ? accounts.TryFind(appId, out _) ? ApiError.InvalidComponent : ApiError.InvalidAppId
            : call.Field(secretField) is not { } secret ? ApiError.SecretMissing
            : secret != state.Settings.AppSecret ? ApiError.InvalidSecret
            : state.RefusalOf(call);
        return error is null ? null : ApiAnswer.Of(error);
    }
}
