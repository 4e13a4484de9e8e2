using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Checks a call's access_token and finds the account that it belongs to.</summary>
internal sealed class AccessGate(AccountBook accounts, TokenRegister tokens)
{
    private const string TokenParameter = "access_token";

    public bool TryEnter(ApiCall call, [NotNullWhen(true)] out SimulatedAccount? account, [NotNullWhen(false)] out ApiError? refusal)
    {
        account = null;
        refusal = RefusalOf(call);
        if (refusal is null && !accounts.TryFind(tokens.FindAppId(call.Parameter(TokenParameter)!), out account))
        {
            // Valid, but of no account: a platform's own token.
            refusal = ApiError.NeedsAccountToken;
        }

        return refusal is null;
    }

    /// <summary>Returns why the call's token may not make it, or null. A platform's own token passes.</summary>
    public ApiError? RefusalOf(ApiCall call) =>
        call.Parameter(TokenParameter) is { } token ? RefusalOf(token, call) : ApiError.AccessTokenMissing;

    /// <summary>Returns why the token may not make the call, or null.</summary>
    public ApiError? RefusalOf(string token, ApiCall call) => tokens.StateOf(token) switch
    {
        TokenState.Valid => tokens.RefusalOf(token, call)
            ?? (accounts.TryFind(tokens.FindAppId(token), out var account) ? RefusalBy(account.Switches, call.Path) : null),
        TokenState.Expired => ApiError.AccessTokenExpired,
        TokenState.Malformed => ApiError.InvalidAccessToken,
        _ => ApiError.InvalidCredential,
    };

    /// <summary>Checks a call that must be a POST with a JSON object.</summary>
    public bool TryEnter(
        ApiCall call,
        [NotNullWhen(true)] out SimulatedAccount? account,
        [NotNullWhen(true)] out JsonObject? json,
        [NotNullWhen(false)] out ApiError? refusal)
    {
        (account, json) = (null, call.Json);
        refusal = call.IsPost ? null : ApiError.RequiresPost;
        if (refusal is null && TryEnter(call, out account, out refusal))
        {
            refusal = json is not null ? null : call.Body.Length == 0 ? ApiError.EmptyBody : ApiError.InvalidBody;
        }

        return refusal is null;
    }

    /// <summary>Returns an endpoint for POST with a JSON object.</summary>
    public Func<ApiCall, ApiAnswer> Post(Func<SimulatedAccount, JsonObject, ApiAnswer> answer) =>
        call => TryEnter(call, out var account, out var json, out var refusal) ? answer(account, json) : refusal;

    /// <summary>Returns an endpoint that takes query parameters only. WeChat documents GET for these, but accepts POST too.</summary>
    public Func<ApiCall, ApiAnswer> Get(Func<SimulatedAccount, ApiCall, ApiAnswer> answer) =>
        call => TryEnter(call, out var account, out var refusal) ? answer(account, call) : refusal;

    private static ApiError? RefusalBy(AccountSwitches switches, string path) =>
        switches.IsBusy ? ApiError.SystemBusy
        : switches.LackedApis.Contains(path) ? ApiError.Unauthorized
        : null;
}
