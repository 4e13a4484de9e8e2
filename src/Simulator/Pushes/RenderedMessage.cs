using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using WxYarpGateway.Simulator.Replies;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Holds a message as text, and what the envelope and the reply's check need to know of it.</summary>
internal sealed record RenderedMessage(
    string Text,
    string? FromUser,
    string? ToUser,
    string? AppId,
    string? MsgType,
    string? Event,
    string? Content)
{
    /// <summary>Gets whether WeChat expects an object of its own in answer, and comes again until there is one.</summary>
    public bool WantsObject => Event is { } name && ObjectEvents.Want(name);

    /// <summary>Gets whether WeChat may read an object of its own in answer: to every event that is no part of a chat.</summary>
    public bool AllowsObject => Event is { } name && !ObjectEvents.IsOfChat(name);

    public bool IsJson => Text.AsSpan().TrimStart().StartsWith("{");

    /// <summary>Reads the head of any text; what cannot be read is null.</summary>
    public static RenderedMessage Read(string text)
    {
        try
        {
            var head = text.AsSpan().TrimStart().StartsWith("{") ? HeadOfJson(text) : HeadOfXml(text);
            return new RenderedMessage(text, head("FromUserName"), head("ToUserName"), head("AppId"), head("MsgType"), head("Event"), head("Content"));
        }
        catch (Exception fault) when (fault is XmlException or JsonException or ArgumentException or InvalidOperationException)
        {
            // Ill-formed on purpose: it is pushed all the same, only without an openid.
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
