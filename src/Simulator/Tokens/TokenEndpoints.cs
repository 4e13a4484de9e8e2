using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Answers the two token APIs.</summary>
internal sealed class TokenEndpoints(AccountBook accounts, TokenRegister tokens, Func<string, bool> isPlatform)
{
    private const string ClientCredential = "client_credential";

    /// <summary>Answers <c>GET /cgi-bin/token</c>.</summary>
    public ApiAnswer Classic(ApiCall call)
    {
        if (!call.IsGet)
        {
            return ApiError.RequiresGet;
        }

        return Refusal(call.Parameter("grant_type"), call.Parameter("appid"), call.Parameter("secret"), call.CallerAddress, out var account)
            ?? Answer(tokens.IssueClassic(account!), ApiAnswer.OddJson);
    }

    /// <summary>Answers <c>POST /cgi-bin/stable_token</c>.</summary>
    public ApiAnswer Stable(ApiCall call)
    {
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (call.Body.Length == 0)
        {
            return ApiError.EmptyBody;
        }

        if (call.Json is null)
        {
            return ApiError.InvalidBody;
        }

        var forceRefresh = call.Json.Flag("force_refresh") == true;
        return Refusal(call.Field("grant_type"), call.Field("appid"), call.Field("secret"), call.CallerAddress, out var account)
            ?? Answer(tokens.IssueStable(account!, forceRefresh), ApiAnswer.PlainText);
    }

    private static ApiAnswer Answer(TokenGrant? grant, string contentType) =>
        grant is null
            ? ApiError.QuotaReached
            : new ApiAnswer(new JsonObject { ["access_token"] = grant.Value, ["expires_in"] = grant.ExpiresIn }, contentType);

    private ApiAnswer? Refusal(string? grantType, string? appId, string? secret, string callerAddress, out SimulatedAccount? account)
    {
        accounts.TryFind(appId, out account);
        var error = grantType != ClientCredential ? ApiError.InvalidGrantType
            : appId is null ? ApiError.AppIdMissing
            : secret is null ? ApiError.SecretMissing
            : account is null ? isPlatform(appId) ? ApiError.IsComponentAccount : ApiError.InvalidAppId
            : secret != account.AppSecret ? ApiError.InvalidSecret
            : account.Switches.DeniesCallerAddress ? NotAllowed(callerAddress)
            : account.Switches.IsBusy ? ApiError.SystemBusy
            : null;
        return error is null ? null : ApiAnswer.Of(error);
    }

    private static ApiError NotAllowed(string address) =>
        ApiError.AddressNotAllowed with { Message = $"invalid ip {address} ipv6 ::ffff:{address}, not in whitelist" };
}
