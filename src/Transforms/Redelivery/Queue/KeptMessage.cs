using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>A message that is kept to be delivered again: what the backend is to see, and what a reply to it needs. Nothing of the client that pushed it.</summary>
internal sealed partial record KeptMessage
{
    /// <summary>Gets what makes it the same in all its deliveries, 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the service's name.</summary>
    public required string Service { get; init; }

    /// <summary>Gets the id that backends and logs know.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Gets the route that it came in on.</summary>
    public string Route { get; init; } = "";

    /// <summary>Gets its head.</summary>
    public MessageHead Head { get; init; } = MessageHead.Unknown;

    /// <summary>Gets the format in which WeChat sent it.</summary>
    public MessageFormat Format { get; init; }

    /// <summary>Gets when it arrived.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets the <c>traceparent</c> of the push.</summary>
    public string? Trace { get; init; }

    /// <summary>Gets the message as JSON, as it reached the exchange.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets how often a backend was called for it.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets why no backend took it, last time, in a sentence of ours.</summary>
    public string Failure { get; init; } = "";

    /// <summary>Gets the type, or the event's name.</summary>
    public string Type => Head.MsgType == "event" ? Head.Event : Head.MsgType;

    /// <summary>Writes what never changes, the body left out.</summary>
    public byte[] WriteHead()
        => JsonSerializer.SerializeToUtf8Bytes(new Letterhead(MessageId, Route, Head, Format, ReceivedAt, Trace), LetterheadJson.Default.Letterhead);

    /// <summary>Reads what never changes; returns <see langword="null"/> when this version cannot.</summary>
    public static KeptMessage? Read(string id, string service, string head)
    {
        try
        {
            return JsonSerializer.Deserialize(head, LetterheadJson.Default.Letterhead) is not { } read
                ? null
                : new KeptMessage
                {
                    Id = id,
                    Service = service,
                    MessageId = read.MessageId ?? "",
                    Route = read.Route ?? "",
                    Head = read.Head ?? MessageHead.Unknown,
                    Format = read.Format,
                    ReceivedAt = read.ReceivedAt,
                    Trace = read.Trace,
                };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Letterhead(string? MessageId, string? Route, MessageHead? Head, MessageFormat Format, DateTimeOffset ReceivedAt, string? Trace);

    [JsonSerializable(typeof(Letterhead))]
    [JsonSourceGenerationOptions(UseStringEnumConverter = true)]
    private sealed partial class LetterheadJson : JsonSerializerContext;
}
