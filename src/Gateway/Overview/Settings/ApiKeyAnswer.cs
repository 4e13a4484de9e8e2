namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>A key of the internal listener, without its digest.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Services">The services that it is good for; empty for all.</param>
/// <param name="LastUsedAt">When it was last shown to this replica; <see langword="null"/> when it was not since the start.</param>
internal sealed record ApiKeyAnswer(
    string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Services, DateTimeOffset? LastUsedAt);
