using System.Text.Json.Serialization;

namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>What may be told of a secret.</summary>
/// <param name="Set">Whether there is one.</param>
/// <param name="Ending">Its last four characters; <see langword="null"/> when they would tell too much.</param>
internal sealed record SecretAnswer(bool Set, [property: JsonPropertyName("last4")] string? Ending);
