namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>An account after an edit.</summary>
/// <param name="Details">The account.</param>
/// <param name="Version">The version of what people edit of it.</param>
public sealed record EditedAuthorizer(AuthorizerDetails Details, string? Version);
