using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>A message as text, with the fields that the envelope and the reply's checks need.</summary>
internal sealed record RenderedMessage(
    string Text,
    string? FromUser,
    string? ToUser,
    string? AppId,
    string? MsgType,
    string? Event,
    string? Content)
{
    /// <summary>Gets whether WeChat needs a result object in answer, and retries until one comes.</summary>
    public bool WantsObject => Event is { } name && ObjectEvents.Want(name);

    /// <summary>Gets whether WeChat accepts a result object in answer: for every event outside a chat.</summary>
    public bool AllowsObject => Event is { } name && !ObjectEvents.IsOfChat(name);

    public bool IsJson => Text.AsSpan().TrimStart().StartsWith("{");

    /// <summary>Reads the common fields of any text; those that cannot be read are null.</summary>
    public static RenderedMessage Read(string text)
    {
        try
        {
            var head = text.AsSpan().TrimStart().StartsWith("{") ? HeadOfJson(text) : HeadOfXml(text);
            return new RenderedMessage(
                text,
                head("FromUserName"),
                head("ToUserName"),
                head("AppId"),
                head("MsgType"),
                head("Event"),
                head("Content"));
        }
        catch (Exception exception) when (exception is XmlException or JsonException or ArgumentException or InvalidOperationException)
        {
            // Malformed on purpose: it is pushed anyway, without an openid.
            return new RenderedMessage(text, FromUser: null, ToUser: null, AppId: null, MsgType: null, Event: null, Content: null);
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
