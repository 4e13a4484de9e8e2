using System.Text;
using System.Text.Json;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;

namespace WxYarpGateway.Database.Exports;

/// <summary>A push that another system noted.</summary>
internal sealed record ImportedRecord
{
    /// <summary>Gets the id: the same one however often the file is made.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets when it came, in milliseconds.</summary>
    public required long ReceivedAt { get; init; }

    public required string Service { get; init; }

    // With init, the serializer's generated code would write null where the file has no such property.
    public string AppId { get; set; } = "";

    public string InfoType { get; set; } = "";

    public string MsgType { get; set; } = "";

    public string Event { get; set; } = "";

    public string MessageId { get; set; } = "";

    /// <summary>Gets the message as JSON; empty for none.</summary>
    public string Body { get; set; } = "";

    /// <summary>Returns it as a record, without codes and tickets. A body that is no JSON is left out.</summary>
    public StoredRecord ToRecord() => new()
    {
        Id = Id,
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAt),
        Service = Service,
        AppId = AppId,
        InfoType = InfoType,
        MsgType = MsgType,
        Event = Event,
        MessageId = MessageId,
        Outcome = StoredRecord.Imported,
        Body = PackedBody(),
    };

    /// <summary>Returns the id; the body may be a user's.</summary>
    public override string ToString() => Id.ToString("N");

    private ReadOnlyMemory<byte> PackedBody()
    {
        try
        {
            return RecordBody.Pack(Encoding.UTF8.GetBytes(Body), RecordBodies.Full);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
