namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>A key of the internal listener, without its digest.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Services">The services that it is good for; empty for all.</param>
internal sealed record ApiKeyAnswer(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Services);
