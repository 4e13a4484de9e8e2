namespace WxYarpGateway.Console.Gateways.Keys;

/// <summary>What a gateway says of the console's key.</summary>
/// <param name="Name">Its name; null where the gateway has no keys.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Services">The services that it is good for; empty for all.</param>
public sealed record OwnKey(string? Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Services);
