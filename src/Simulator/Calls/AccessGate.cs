using System.Diagnostics.CodeAnalysis;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Lets a call in by its access_token and says whose account it is.</summary>
internal sealed class AccessGate(AccountBook accounts, TokenRegister tokens)
{
    public bool TryEnter(ApiCall call, [NotNullWhen(true)] out SimulatedAccount? account, [NotNullWhen(false)] out ApiError? refusal)
    {
        account = null;
        refusal = call.Parameter("access_token") is { } token ? Check(token, out account) : ApiError.AccessTokenMissing;
        return refusal is null;
    }

    private ApiError? Check(string token, out SimulatedAccount? account)
    {
        accounts.TryFind(tokens.FindAppId(token), out account);
        return tokens.StateOf(token) switch
        {
            TokenState.Valid => account!.Switches.IsBusy ? ApiError.SystemBusy : null,
            TokenState.Expired => ApiError.AccessTokenExpired,
            TokenState.Malformed => ApiError.InvalidAccessToken,
            _ => ApiError.InvalidCredential,
        };
    }
}
