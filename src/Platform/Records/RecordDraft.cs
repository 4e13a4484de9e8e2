using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Platform.Records;

/// <summary>A record on its way: what costs time is done by the writer, not by the push.</summary>
internal sealed class RecordDraft
{
    private readonly StoredRecord _record;
    private readonly KeptPush? _push;
    private readonly RecordedRoute? _route;
    private readonly ReadOnlyMemory<byte> _eventBody;

    public RecordDraft(in EndedPush push)
    {
        var received = ReceivedAtOf(push);
        _route = push.GetState<RecordedRoute>();
        _push = push.Keep();
        Size = push.BodyLength;
        _record = new StoredRecord
        {
            Id = push.Test?.RecordId ?? NewId(push),
            ReceivedAt = received,
            Service = push.Service,
            AppId = push.AppId,
            InfoType = _route?.InfoType ?? "",
            MsgType = push.MsgType,
            Event = push.Event,
            MessageId = push.MessageId,
            Attempt = push.Attempts,
            Outcome = push.Outcome.ToString(),
            Rule = _route?.Rule ?? "",
            Backend = _route?.Backend ?? "",
            Milliseconds = (int)Math.Min(push.Duration.TotalMilliseconds, int.MaxValue),
            Reply = push.Reply,
            TraceId = push.TraceId,
        };
    }

    public RecordDraft(StoredRecord record, ReadOnlyMemory<byte> body)
    {
        _record = record;
        _eventBody = body;
        Size = body.Length;
    }

    /// <summary>Gets about as many bytes as the draft keeps in memory.</summary>
    public int Size { get; }

    /// <summary>Returns an id for the record of a push, made of its time of arrival in whole milliseconds.</summary>
    public static Guid NewId(in EndedPush push) => Guid.CreateVersion7(ReceivedAtOf(push));

    /// <summary>Returns the record.</summary>
    /// <param name="steps">Writes the steps.</param>
    /// <param name="body">The body to keep.</param>
    public StoredRecord ToRecord(RecordSteps steps, ReadOnlyMemory<byte> body)
    {
        // One text that a database does not take would cost all records of a batch.
        var record = _record with
        {
            AppId = RecordText.Of(_record.AppId),
            InfoType = RecordText.Of(_record.InfoType),
            MsgType = RecordText.Of(_record.MsgType),
            Event = RecordText.Of(_record.Event),
            MessageId = RecordText.Of(_record.MessageId),
            Body = body,
        };
        return _push is { } push
            ? record with { UserHash = push.HashUser(), Steps = steps.Write(push.GetSteps(), _route) }
            : record;
    }

    private static DateTimeOffset ReceivedAtOf(in EndedPush push)
        => DateTimeOffset.FromUnixTimeMilliseconds(push.ReceivedAt.ToUnixTimeMilliseconds());

    /// <summary>Returns the message as JSON.</summary>
    public ReadOnlyMemory<byte> CopyBody() => _push is { } push ? push.CopyBody() : _eventBody;
}
