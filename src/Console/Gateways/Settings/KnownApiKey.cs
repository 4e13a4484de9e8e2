namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>A key of the internal API.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Services">The services that it is good for; empty for all.</param>
/// <param name="LastUsedAt">When it was last shown to a replica; null when it was not since its start.</param>
public sealed record KnownApiKey(
    string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Services, DateTimeOffset? LastUsedAt = null);
