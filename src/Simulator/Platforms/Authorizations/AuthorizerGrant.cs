using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>The tokens that api_query_auth and api_authorizer_token return.</summary>
internal sealed record AuthorizerGrant(string AppId, TokenGrant AccessToken, string RefreshToken, IReadOnlyList<int> PermissionSets)
{
    /// <summary>Gets whether the answer is lost on its way.</summary>
    public bool IsLost { get; init; }

    // A record's default text would show the tokens.
    public override string ToString() => AppId;
}
