namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>The answer of <c>GET /overview</c>: one replica, as it is now.</summary>
/// <param name="Replica">Which replica.</param>
/// <param name="Store">The shared store.</param>
/// <param name="Database">The database; null when none is in use.</param>
/// <param name="Problems">What is wrong, each with its cure.</param>
/// <param name="Services">The services.</param>
public sealed record ReplicaOverview(
    ReplicaIdentity Replica,
    PartState? Store,
    PartState? Database,
    IReadOnlyList<OpenProblem> Problems,
    IReadOnlyList<ServiceOverview> Services);
