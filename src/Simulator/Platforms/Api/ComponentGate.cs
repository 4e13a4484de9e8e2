using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Checks the component token of a call, under either name, and finds the platform that it belongs to.</summary>
internal sealed class ComponentGate(PlatformBook platforms, AccessGate gate, TokenRegister tokens, TimeProvider clock)
{
    // Older pages name the first, today's the second; WeChat takes both (PROTOCOL 3.8).
    private static readonly string[] TokenParameters = ["component_access_token", "access_token"];

    /// <summary>Returns an endpoint for POST with a JSON object that names the platform.</summary>
    public Func<ApiCall, ApiAnswer> Post(Func<PlatformState, JsonObject, ApiAnswer> answer) => call =>
        !call.IsPost ? ApiError.RequiresPost
        : !TryEnter(call, out var state, out var refusal) ? refusal
        : call.Body.Length == 0 ? ApiError.EmptyBody
        : call.Json is not { } json ? ApiError.InvalidBody
        : RefusalOf(state, json.Text("component_appid")) is { } error ? error
        : Count(state, call) ?? answer(state, json);

    /// <summary>Returns an endpoint for GET whose query names the platform and an account that is authorized to it.</summary>
    public Func<ApiCall, ApiAnswer> Get(Func<string, ApiCall, ApiAnswer> answer) => call =>
    {
        if (!TryEnter(call, out var state, out var refusal))
        {
            return ApiAnswer.PlainOf(refusal);
        }

        var appId = call.Parameter("appid");
        var error = RefusalOf(state, call.Parameter("component_appid"))
            ?? (appId is null ? ApiError.AppIdMissing : state.IsAuthorized(appId) ? null : ApiError.NotAuthorizedByAccount);
        return error is not null ? ApiAnswer.PlainOf(error) : Count(state, call) ?? answer(appId!, call);
    };

    /// <summary>Counts the call; returns the error when the day's calls of its path are used up.</summary>
    public ApiAnswer? Count(PlatformState state, ApiCall call) =>
        state.Quotas.TryTake(call.Path, state.Settings.Switches.CallsPerDay, clock.GetUtcNow())
            ? null
            : ApiAnswer.Of(ApiError.QuotaReached);

    /// <summary>Finds the platform of the call's component token.</summary>
    public bool TryEnter(
        ApiCall call,
        [NotNullWhen(true)] out PlatformState? state,
        [NotNullWhen(false)] out ApiError? refusal)
    {
        state = null;
        refusal = ApiError.AccessTokenMissing;
        if (TokenParameters.Select(call.Parameter).FirstOrDefault(value => value is not null) is { } token)
        {
            // What an account's own token lacks does not matter here: it is the wrong kind.
            refusal = gate.RefusalOf(token, call);
            if (!platforms.TryFind(tokens.FindAppId(token), out state) && tokens.StateOf(token) == TokenState.Valid)
            {
                refusal = ApiError.NeedsComponentToken;
            }
        }

        return refusal is null;
    }

    private static ApiError? RefusalOf(PlatformState state, string? named) =>
        named is null ? ApiError.ComponentAppIdMissing
        : named != state.AppId ? ApiError.InvalidAppId
        : null;
}
