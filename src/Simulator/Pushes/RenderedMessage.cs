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
        var head = ReadHead(text);
        return new RenderedMessage(text, head("FromUserName"), head("ToUserName"), head("AppId"), head("Event"));
    }

    private static Func<string, string?> ReadHead(string text)
    {
        try
        {
            if (text.AsSpan().TrimStart().StartsWith("{"))
            {
                var json = JsonNode.Parse(text)!.AsObject();
                return name => json[name]?.ToString();
            }

            var xml = XDocument.Parse(text).Root!;
            return name => xml.Element(name)?.Value.Trim();
        }
        catch (Exception fault) when (fault is XmlException or JsonException)
        {
            // Ill-formed on purpose: it is pushed all the same, only without an openid.
            return _ => null;
        }
    }
}
