using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>A message for which rules are tried out.</summary>
public sealed record RuleQuestion
{
    /// <summary>Gets the account.</summary>
    [JsonPropertyName("appid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AppId { get; init; }

    /// <summary>Gets the type of the authorization event; null for a message.</summary>
    [JsonPropertyName("infoType"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InfoType { get; init; }

    /// <summary>Gets the type of the message; null for an authorization event.</summary>
    [JsonPropertyName("msgType"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MsgType { get; init; }

    /// <summary>Gets the event; null for a message that is none.</summary>
    [JsonPropertyName("event"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    /// <summary>Gets a rule as if it were in force; null for none.</summary>
    [JsonPropertyName("rule"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Rule { get; init; }
}
