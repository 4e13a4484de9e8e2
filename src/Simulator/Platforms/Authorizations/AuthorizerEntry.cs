using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>An authorizer as it was at one moment; the refresh token is empty until api_query_auth was called.</summary>
internal sealed record AuthorizerEntry(
    SimulatedAccount Account,
    IReadOnlyList<int> PermissionSets,
    string RefreshToken,
    DateTimeOffset AuthorizedAt,
    int Renewals,
    JsonObject? Info,
    IReadOnlyDictionary<string, string> Options)
{
    // A record's default text would show the token.
    public override string ToString() => Account.AppId;
}
