using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>What a message must be like for a rule to take it. An empty list asks for nothing.</summary>
public sealed record RuleConditions
{
    /// <summary>Gets the types of authorization events.</summary>
    [JsonPropertyName("InfoType"), JsonConverter(typeof(Patterns))]
    public IReadOnlyList<string> InfoType { get; init; } = [];

    /// <summary>Gets the types of messages.</summary>
    [JsonPropertyName("MsgType"), JsonConverter(typeof(Patterns))]
    public IReadOnlyList<string> MsgType { get; init; } = [];

    /// <summary>Gets the events.</summary>
    [JsonPropertyName("Event"), JsonConverter(typeof(Patterns))]
    public IReadOnlyList<string> Event { get; init; } = [];

    /// <summary>Gets the accounts.</summary>
    [JsonPropertyName("AppId"), JsonConverter(typeof(Patterns))]
    public IReadOnlyList<string> AppId { get; init; } = [];

    /// <summary>Gets the kinds of accounts.</summary>
    [JsonPropertyName("Kind"), JsonConverter(typeof(Patterns))]
    public IReadOnlyList<string> Kind { get; init; } = [];

    /// <summary>Gets the tags of accounts.</summary>
    [JsonPropertyName("Tag"), JsonConverter(typeof(Patterns))]
    public IReadOnlyList<string> Tag { get; init; } = [];

    /// <summary>Gets the conditions that ask for something, by their names.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, IReadOnlyList<string> Patterns)> Given => new[]
    {
        ("InfoType", InfoType), ("MsgType", MsgType), ("Event", Event), ("AppId", AppId), ("Kind", Kind), ("Tag", Tag),
    }.Where(condition => condition.Item2.Count > 0);
}
