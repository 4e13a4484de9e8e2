namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>How this replica and its services are.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Store">The store.</param>
/// <param name="Database">The database; <see langword="null"/> while the configuration needs none.</param>
/// <param name="Problems">What somebody has to act on now; empty when all is well.</param>
/// <param name="Services">The services and platforms of the configuration in force, in its order.</param>
internal sealed record OverviewAnswer(
    ReplicaAnswer Replica,
    PartAnswer Store,
    PartAnswer? Database,
    IReadOnlyList<ProblemAnswer> Problems,
    IReadOnlyList<ServiceAnswer> Services);
