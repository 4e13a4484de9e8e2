namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>One authorizer in the answer of <c>GET /simulator/platforms</c>.</summary>
internal sealed record AuthorizerReport(
    string AppId,
    IReadOnlyList<int> PermissionSets,
    DateTimeOffset AuthorizedAt,
    bool WasQueried,
    int Renewals);
