using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Api;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Code;

/// <summary>Checks the calls of code management: their method to the letter, and a mini program's token that a platform got.</summary>
internal sealed class CodeGate(AccessGate gate, ComponentGate component, TokenRegister tokens, PlatformBook platforms)
{
    /// <summary>Returns an endpoint for POST with a JSON object, which may have no fields but must be there.</summary>
    public Func<ApiCall, ApiAnswer> Post(Func<CodeCaller, JsonObject, ApiAnswer> answer) => call =>
        !call.IsPost ? ApiError.RequiresPost
        : !TryEnter(call, out var caller, out var refusal) ? refusal
        : call.Body.Length == 0 ? ApiError.EmptyBody
        : call.Json is { } json ? answer(caller, json)
        : ApiError.InvalidBody;

    /// <summary>Returns an endpoint for GET, even of calls that change something.</summary>
    public Func<ApiCall, ApiAnswer> Get(Func<CodeCaller, ApiCall, ApiAnswer> answer) => call =>
        !call.IsGet ? ApiError.RequiresGet
        : TryEnter(call, out var caller, out var refusal) ? answer(caller, call)
        : refusal;

    /// <summary>Returns an endpoint for POST with the platform's own token.</summary>
    public Func<ApiCall, ApiAnswer> PlatformPost(Func<PlatformState, JsonObject, ApiAnswer> answer) => call =>
        !call.IsPost ? ApiError.RequiresPost
        : !component.TryEnter(call, out var platform, out var refusal) ? refusal
        : call.Body.Length == 0 ? ApiError.EmptyBody
        : call.Json is { } json ? answer(platform, json)
        : ApiError.InvalidBody;

    /// <summary>Returns an endpoint for GET with the platform's own token.</summary>
    public Func<ApiCall, ApiAnswer> PlatformGet(Func<PlatformState, ApiCall, ApiAnswer> answer) => call =>
        !call.IsGet ? ApiError.RequiresGet
        : component.TryEnter(call, out var platform, out var refusal) ? answer(platform, call)
        : refusal;

    public bool TryEnter(ApiCall call, [NotNullWhen(true)] out CodeCaller? caller, [NotNullWhen(false)] out ApiError? refusal)
    {
        caller = null;
        if (!gate.TryEnter(call, out var account, out refusal))
        {
            return false;
        }

        // The gate let a valid token pass, so that there is one.
        var isByPlatform = platforms.TryFind(tokens.FindPlatform(call.Parameter("access_token")!), out var platform);
        refusal = account.Kind != AccountKind.MiniProgram ? ApiError.Unauthorized
            : !isByPlatform ? CodeErrors.NotByPlatform
            : null;
        caller = refusal is null ? new CodeCaller(account, platform!) : null;
        return refusal is null;
    }
}
