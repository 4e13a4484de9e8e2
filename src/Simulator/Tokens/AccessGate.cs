using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Checks a call's access_token and finds the account that it belongs to.</summary>
internal sealed class AccessGate(AccountBook accounts, TokenRegister tokens)
{
    public bool TryEnter(ApiCall call, [NotNullWhen(true)] out SimulatedAccount? account, [NotNullWhen(false)] out ApiError? refusal)
    {
        account = null;
        refusal = call.Parameter("access_token") is { } token ? Check(token, call.Path, out account) : ApiError.AccessTokenMissing;
        return refusal is null;
    }

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

    private ApiError? Check(string token, string path, out SimulatedAccount? account)
    {
        accounts.TryFind(tokens.FindAppId(token), out account);
        return tokens.StateOf(token) switch
        {
            TokenState.Valid => RefusalBy(account!.Switches, path),
            TokenState.Expired => ApiError.AccessTokenExpired,
            TokenState.Malformed => ApiError.InvalidAccessToken,
            _ => ApiError.InvalidCredential,
        };
    }
}
