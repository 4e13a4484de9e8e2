using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>What is told of a secret.</summary>
/// <param name="Set">Whether there is one.</param>
/// <param name="Ending">Its last four characters; null when they would tell too much.</param>
public sealed record KnownSecret(bool Set, [property: JsonPropertyName("last4")] string? Ending);
