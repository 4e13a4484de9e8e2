namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>A page of accounts in a platform's care.</summary>
/// <param name="Authorizers">The accounts, by AppId.</param>
/// <param name="Next">What the next page comes after; null at the end.</param>
public sealed record AuthorizerPage(IReadOnlyList<AuthorizerBrief> Authorizers, string? Next);
