using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms.Authorizations;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Answers the calls for an authorizer's options: today's with its own token, the older ones with the platform's.</summary>
internal sealed class AuthorizerOptionEndpoints(PlatformBook platforms, ComponentGate component, AccessGate authorizer)
{
    // PROTOCOL 3.8: the options and their values.
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["location_report"] = ["0", "1", "2"],
        ["voice_recognize"] = ["0", "1"],
        ["customer_service"] = ["0", "1"],
    };

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/cgi-bin/component/get_authorizer_option"] = authorizer.Post((account, json) => OfToken(account.AppId, json, Get)),
        ["/cgi-bin/component/set_authorizer_option"] = authorizer.Post((account, json) => OfToken(account.AppId, json, Set)),
        ["/cgi-bin/component/api_get_authorizer_option"] = component.Post((state, json) => OfBody(state, json, Get)),
        ["/cgi-bin/component/api_set_authorizer_option"] = component.Post((state, json) => OfBody(state, json, Set)),
    };

    private static ApiAnswer OfBody(
        PlatformState state,
        JsonObject json,
        Func<PlatformState, AuthorizerEntry, JsonObject, string, ApiAnswer> answer) =>
        Answer(state, json.Text("authorizer_appid"), json, answer);

    private ApiAnswer OfToken(
        string appId,
        JsonObject json,
        Func<PlatformState, AuthorizerEntry, JsonObject, string, ApiAnswer> answer) =>
        platforms.FirstOf(appId) is { } state ? Answer(state, appId, json, answer) : ApiError.NotAuthorizedByAccount;

    private static ApiAnswer Answer(
        PlatformState state,
        string? appId,
        JsonObject json,
        Func<PlatformState, AuthorizerEntry, JsonObject, string, ApiAnswer> answer) =>
        appId is null ? ApiError.InvalidAppId
        : state.Authorizer(appId) is not { } entry ? ApiError.NotAuthorizedByAccount
        : json.Text("option_name") is not { } name || !Values.ContainsKey(name) ? ApiError.InvalidOptionName
        : answer(state, entry, json, name);

    private static ApiAnswer Get(PlatformState state, AuthorizerEntry entry, JsonObject json, string name) => new(new JsonObject
    {
        ["authorizer_appid"] = entry.Account.AppId,
        ["option_name"] = name,
        ["option_value"] = entry.Options.GetValueOrDefault(name, "0"),
    });

    private static ApiAnswer Set(PlatformState state, AuthorizerEntry entry, JsonObject json, string name)
    {
        if (json.Text("option_value") is not { } value || !Values[name].Contains(value))
        {
            return ApiError.InvalidOptionValue;
        }

        state.SetOption(entry.Account.AppId, name, value);
        return ApiAnswer.Ok();
    }
}
