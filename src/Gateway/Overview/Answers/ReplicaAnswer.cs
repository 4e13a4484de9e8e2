namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>The process that answers.</summary>
/// <param name="Name">The machine's name and the number of the process.</param>
/// <param name="Version">The gateway's version.</param>
/// <param name="StartedAt">When the process began to serve.</param>
/// <param name="Revision">The revision of the configuration in force, equal on all replicas that have the same.</param>
/// <param name="ConfiguredAt">Since when that is in force.</param>
internal sealed record ReplicaAnswer(
    string Name, string Version, DateTimeOffset StartedAt, string Revision, DateTimeOffset? ConfiguredAt);
