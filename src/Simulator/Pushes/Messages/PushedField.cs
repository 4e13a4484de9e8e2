using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>One field of a pushed message.</summary>
/// <param name="Name">The element's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsNumber">Whether WeChat writes it as a number: bare in JSON, without CDATA in XML.</param>
public sealed record PushedField(string Name, string Value, bool IsNumber = false)
{
    /// <summary>Gets JSON instead of the value: XML gets an object as nested elements and an array as repeated elements.</summary>
    public JsonNode? Content { get; init; }

    /// <summary>Returns a field that holds any JSON.</summary>
    internal static PushedField Of(string name, JsonNode? content) => new(name, "") { Content = content?.DeepClone() };
}
