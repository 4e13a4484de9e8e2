using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>The answer of <c>GET /overview/configuration</c>: what is in force at one replica.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="ConfiguredAt">Since when it is in force.</param>
/// <param name="Files">The files that supplied a part of it.</param>
/// <param name="Settings">Its keys.</param>
/// <param name="Warnings">What should be looked at in it.</param>
/// <param name="Errors">Why the one offered last was refused; empty when it was not.</param>
/// <param name="ApiKeys">The keys of the internal API, without their digests.</param>
public sealed record ReplicaConfiguration(
    string Revision,
    DateTimeOffset? ConfiguredAt,
    IReadOnlyList<ConfigurationFile> Files,
    IReadOnlyList<Setting> Settings,
    IReadOnlyList<OpenProblem> Warnings,
    IReadOnlyList<OpenProblem> Errors,
    IReadOnlyList<KnownApiKey> ApiKeys);
