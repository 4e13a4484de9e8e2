using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Platform.Records;

/// <summary>A record on its way: what costs time is done by the writer, not by the push.</summary>
internal readonly struct RecordDraft
{
    private readonly EndedPush _push;
    private readonly StoredRecord? _event;
    private readonly ReadOnlyMemory<byte> _eventBody;

    public RecordDraft(in EndedPush push) => _push = push;

    public RecordDraft(StoredRecord record, ReadOnlyMemory<byte> body)
    {
        _event = record;
        _eventBody = body;
    }

    /// <summary>Gets about as many bytes as the draft keeps in memory.</summary>
    public int Size => _event is null ? _push.BodyLength : _eventBody.Length;

    /// <summary>Returns an id for the record of a push, made of its time of arrival in whole milliseconds.</summary>
    public static Guid NewId(in EndedPush push) => Guid.CreateVersion7(ReceivedAtOf(push));

    /// <summary>Returns the record without its body.</summary>
    public StoredRecord ToRecord()
    {
        if (_event is not null)
        {
            return _event;
        }

        var received = ReceivedAtOf(_push);
        var route = _push.GetState<RecordedRoute>();
        return new StoredRecord
        {
            Id = _push.Test?.RecordId ?? NewId(_push),
            ReceivedAt = received,
            Service = _push.Service,
            AppId = RecordText.Of(_push.AppId),
            InfoType = RecordText.Of(route?.InfoType ?? ""),
            MsgType = RecordText.Of(_push.MsgType),
            Event = RecordText.Of(_push.Event),
            MessageId = RecordText.Of(_push.MessageId),
            UserHash = _push.HashUser(),
            Attempt = _push.Attempts,
            Outcome = _push.Outcome.ToString(),
            Rule = route?.Rule ?? "",
            Backend = route?.Backend ?? "",
            Milliseconds = (int)Math.Min(_push.Duration.TotalMilliseconds, int.MaxValue),
            Reply = _push.Reply,
            TraceId = _push.TraceId,
            Steps = RecordSteps.Write(_push.GetSteps(), route),
        };
    }

    private static DateTimeOffset ReceivedAtOf(in EndedPush push)
        => DateTimeOffset.FromUnixTimeMilliseconds(push.ReceivedAt.ToUnixTimeMilliseconds());

    /// <summary>Returns the message as JSON.</summary>
    public ReadOnlyMemory<byte> CopyBody() => _event is null ? _push.CopyBody() : _eventBody;
}
