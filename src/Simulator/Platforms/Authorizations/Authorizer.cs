using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>An account that is authorized to a platform. The platform's state locks it.</summary>
internal sealed class Authorizer(SimulatedAccount account)
{
    // The set is replaced as a whole, so that the check of a call may read it without the lock.
    private volatile IReadOnlyList<int> _permissionSets = [];

    public SimulatedAccount Account => account;

    public IReadOnlyList<int> PermissionSets
    {
        get => _permissionSets;
        set => _permissionSets = value;
    }

    public string RefreshToken { get; set; } = "";

    /// <summary>Gets or sets whether api_query_auth was called for this authorization; before, no API returns the refresh token.</summary>
    public bool WasQueried { get; set; }

    public DateTimeOffset AuthorizedAt { get; set; }

    public JsonObject? Info { get; set; }

    /// <summary>Gets how often its access token was renewed.</summary>
    public int Renewals { get; set; }

    public List<string> AccessTokens { get; } = [];

    public Dictionary<string, string> Options { get; } = new(StringComparer.Ordinal);

    public AuthorizerEntry ToEntry() => new(
        account,
        PermissionSets,
        WasQueried ? RefreshToken : "",
        AuthorizedAt,
        Renewals,
        Info,
        new Dictionary<string, string>(Options));
}
