using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>
/// A message kept for a redelivery: what the backend gets, and what a reply needs. It has nothing of the client that pushed it.
/// </summary>
internal sealed partial record KeptMessage
{
    /// <summary>Gets the key that all deliveries of the message share, as 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name of its queue: the service's name or, for a copy, the lane of its backend.</summary>
    public required string Service { get; init; }

    /// <summary>Gets the service's name of a copy; <see langword="null"/> for the message itself.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Gets a value indicating whether it is a copy, whose answer nobody reads.</summary>
    public bool IsCopy => CopyOf is not null;

    /// <summary>Gets the service's name.</summary>
    public string ServiceName => CopyOf ?? Service;

    /// <summary>Gets the message's id in headers and logs.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Gets the route on which the message came in.</summary>
    public string Route { get; init; } = "";

    /// <summary>Gets where it goes; <see langword="null"/> for the cluster of its route.</summary>
    public MessageTarget? Target { get; init; }

    /// <summary>Gets the fields that identify the message.</summary>
    public MessageHead Head { get; init; } = MessageHead.Unknown;

    /// <summary>Gets the format in which WeChat sent it.</summary>
    public MessageFormat Format { get; init; }

    /// <summary>Gets the time of its arrival.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets the <c>traceparent</c> of the push.</summary>
    public string? Trace { get; init; }

    /// <summary>Gets the message as JSON, as it reached the exchange.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the number of backend calls so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets a sentence that says why the last call failed.</summary>
    public string Failure { get; init; } = "";

    /// <summary>Gets the message's type or, for an event, the event's name.</summary>
    public string Type => Head.MsgType == "event" ? Head.Event : Head.MsgType;

    /// <summary>Writes the parts that never change, without the body.</summary>
    public byte[] WriteHead()
        => JsonSerializer.SerializeToUtf8Bytes(
            new FixedParts(MessageId, Route, Head, Format, ReceivedAt, Trace, Target?.Backend, Target?.Path, Target?.Form, CopyOf),
            FixedPartsJson.Default.FixedParts);

    /// <summary>Reads the parts that never change; returns <see langword="null"/> when this version cannot read them.</summary>
    public static KeptMessage? Read(string id, string service, string head)
    {
        try
        {
            return JsonSerializer.Deserialize(head, FixedPartsJson.Default.FixedParts) is not { } read
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
                    CopyOf = read.CopyOf,
                    Target = (read.Backend ?? read.Path ?? read.Form) is null ? null
                        : new MessageTarget(read.Backend, read.Path, read.Form),
                };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record FixedParts(
        string? MessageId,
        string? Route,
        MessageHead? Head,
        MessageFormat Format,
        DateTimeOffset ReceivedAt,
        string? Trace,
        string? Backend,
        string? Path,
        string? Form,
        string? CopyOf);

    [JsonSerializable(typeof(FixedParts))]
    [JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    private sealed partial class FixedPartsJson : JsonSerializerContext;
}
