namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>How old a token is. The token itself is never shown.</summary>
/// <param name="Kind">What it is, such as <c>access_token</c>.</param>
/// <param name="Age">How many seconds the replica has had it; null when it has none.</param>
/// <param name="Left">How many seconds it will still be served; null when there is none.</param>
/// <param name="Error">What went wrong last; null for nothing.</param>
public sealed record AuthorizerToken(string Kind, long? Age, long? Left, string? Error);
