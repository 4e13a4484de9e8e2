using System.Text.Json.Nodes;

namespace WxYarpGateway.MiniProgram;

/// <summary>What the login proxy answers: a status, 0 when all is well, and data or a sentence.</summary>
/// <param name="Status">The status.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Data">The data.</param>
public sealed record Envelope(int Status, string? Message, JsonNode? Data)
{
    /// <summary>Reads an envelope.</summary>
    public static Envelope Read(string json)
    {
        var read = JsonNode.Parse(json)!;
        return new Envelope((int)read["status"]!, (string?)read["message"], read["data"]);
    }
}
