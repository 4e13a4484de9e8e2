using System.Text.Json;

namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>What people change of an account, all of it in one write.</summary>
/// <param name="Tags">Its tags.</param>
/// <param name="Note">The note.</param>
/// <param name="Overrides">What differs from the platform's options; null for nothing.</param>
public sealed record AuthorizerEdit(IReadOnlyList<string> Tags, string Note, JsonElement? Overrides);
