using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.MiniProgram;

/// <summary>What the login proxy answers: a status, 0 when all is well, and data or a sentence.</summary>
/// <param name="Status">The status.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Data">The data.</param>
public sealed record Envelope(int Status, string? Message, JsonNode? Data)
{
    /// <summary>Reads an envelope.</summary>
    /// <exception cref="JsonException">The answer is something else.</exception>
    public static Envelope Read(string json) =>
        JsonNode.Parse(json) is JsonObject read && read["status"] is JsonValue status && status.TryGetValue<int>(out var number)
            ? new Envelope(number, (string?)read["message"], read["data"])
            : throw new JsonException($"an answer without a status: {json}");
}
