using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>Describes a message or event of a user; the account decides in which format and mode it is pushed.</summary>
public sealed record PushedMessage
{
    private PushedMessage()
    {
    }

    /// <summary>Gets the sender's openid.</summary>
    public string FromUser { get; init; } = "oSimulatedUser_0000000000001";

    /// <summary>Gets the receiver, or null for the account's original id.</summary>
    public string? ToUser { get; init; }

    /// <summary>Gets when it was created, or null for the moment of the push.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the message type; <c>event</c> for events.</summary>
    public string MsgType { get; init; } = "";

    /// <summary>Gets the message id, above 2^53 as WeChat's are; events have none.</summary>
    public long? MsgId { get; init; }

    /// <summary>Gets the fields between the message type and the message id, in order.</summary>
    public IReadOnlyList<PushedField> Fields { get; init; } = [];

    /// <summary>Gets the text to push as it is, instead of everything else, or null.</summary>
    public string? RawText { get; private init; }

    /// <summary>Returns a text message.</summary>
    public static PushedMessage Text(string content) => Message("text", new PushedField("Content", content));

    /// <summary>Returns an image message.</summary>
    public static PushedMessage Image(string mediaId, string pictureUrl = "http://mmbiz.qpic.cn/simulated") =>
        Message("image", new("PicUrl", pictureUrl), new("MediaId", mediaId));

    /// <summary>Returns a voice message.</summary>
    public static PushedMessage Voice(string mediaId, string format = "amr") =>
        Message("voice", new("MediaId", mediaId), new("Format", format));

    /// <summary>Returns a video message.</summary>
    public static PushedMessage Video(string mediaId, string thumbMediaId) =>
        Message("video", new("MediaId", mediaId), new("ThumbMediaId", thumbMediaId));

    /// <summary>Returns a location message.</summary>
    public static PushedMessage Location(double latitude, double longitude, int scale, string label) =>
        Message(
            "location",
            new("Location_X", latitude.ToString("F6", CultureInfo.InvariantCulture), IsNumber: true),
            new("Location_Y", longitude.ToString("F6", CultureInfo.InvariantCulture), IsNumber: true),
            new("Scale", scale.ToString(CultureInfo.InvariantCulture), IsNumber: true),
            new("Label", label));

    /// <summary>Returns a link message.</summary>
    public static PushedMessage Link(string title, string description, string url) =>
        Message("link", new("Title", title), new("Description", description), new("Url", url));

    /// <summary>Returns an event; <see cref="With(string, string)"/> adds more fields.</summary>
    public static PushedMessage Event(string name, string? eventKey = null) => new()
    {
        MsgType = "event",
        Fields = eventKey is null ? [new("Event", name)] : [new("Event", name), new("EventKey", eventKey)],
    };

    /// <summary>Returns an event with the sample fields of <see cref="EventCatalogue"/>.</summary>
    public static PushedMessage Sample(string name) =>
        EventCatalogue.FieldsOf(name).Aggregate(Event(name), (message, field) => message.With(field.Key, field.Value));

    /// <summary>Returns a message that is pushed exactly as written: any XML or JSON, even malformed.</summary>
    public static PushedMessage Raw(string text) => new() { RawText = text };

    /// <summary>Returns the message with one more text field.</summary>
    public PushedMessage With(string name, string value) => this with { Fields = [.. Fields, new PushedField(name, value)] };

    /// <summary>Returns the message with one more number.</summary>
    public PushedMessage With(string name, long value) =>
        this with { Fields = [.. Fields, new PushedField(name, value.ToString(CultureInfo.InvariantCulture), IsNumber: true)] };

    /// <summary>Returns the message with a field of any JSON, replacing the one of that name; XML gets it as elements.</summary>
    public PushedMessage With(string name, JsonNode? content) =>
        this with { Fields = [.. Fields.Where(field => field.Name != name), PushedField.Of(name, content)] };

    /// <summary>Returns the message with all numbers of its nested fields as strings, as WeChat writes them now and then.</summary>
    public PushedMessage WithNumbersAsText() => this with
    {
        Fields = [.. Fields.Select(field => field.Content is { } content ? PushedField.Of(field.Name, AsText(content)) : field)],
    };

    /// <summary>Returns the message with another sender.</summary>
    public PushedMessage From(string openId) => this with { FromUser = openId };

    private static JsonNode? AsText(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, AsText(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(AsText)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(value.ToJsonString()),
        _ => node?.DeepClone(),
    };

    private static PushedMessage Message(string type, params PushedField[] fields) => new()
    {
        MsgType = type,
        Fields = fields,
        MsgId = RandomIds.MessageId(),
    };
}
