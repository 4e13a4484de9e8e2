namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>Which process a replica is, and which configuration it has in force.</summary>
/// <param name="Name">Its host and process id.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Revision">The revision of the configuration in force; the same on all replicas when all have read the same.</param>
/// <param name="ConfiguredAt">Since when that is in force.</param>
public sealed record ReplicaIdentity(
    string Name, string Version, DateTimeOffset StartedAt, string? Revision, DateTimeOffset? ConfiguredAt);
