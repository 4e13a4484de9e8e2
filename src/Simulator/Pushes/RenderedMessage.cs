using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Holds a message as text, and what the envelope and the reply's check need to know of it.</summary>
internal sealed record RenderedMessage(string Text, string? FromUser, string? ToUser, string? AppId, string? Event)
{
    public bool IsJson => Text.AsSpan().TrimStart().StartsWith("{");

    /// <summary>Reads the head of any text; what cannot be read is null.</summary>
    public static RenderedMessage Read(string text)
    {
        try
        {
            var head = text.AsSpan().TrimStart().StartsWith("{") ? HeadOfJson(text) : HeadOfXml(text);
            return new RenderedMessage(text, head("FromUserName"), head("ToUserName"), head("AppId"), head("Event"));
        }
        catch (Exception fault) when (fault is XmlException or JsonException or ArgumentException)
        {
            // Ill-formed on purpose: it is pushed all the same, only without an openid.
            return new RenderedMessage(text, FromUser: null, ToUser: null, AppId: null, Event: null);
        }
    }

    private static Func<string, string?> HeadOfJson(string text)
    {
        var json = JsonNode.Parse(text)!.AsObject();
        return name => json[name]?.ToString();
    }

    private static Func<string, string?> HeadOfXml(string text)
    {
        var xml = XDocument.Parse(text).Root!;
        return name => xml.Element(name)?.Value.Trim();
    }
}
