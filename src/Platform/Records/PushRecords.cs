using System.Threading.Channels;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Platform.Records;

/// <summary>Takes notes of pushes for the writer. It never makes a push wait: what has no room is dropped and counted.</summary>
public sealed class PushRecords : IPushObserver
{
    /// <summary>How many notes may wait.</summary>
    internal const int Room = 8_192;

    // Bodies are at most 256 KiB, and usually 1 KiB.
    private const long RoomInBytes = 64L << 20;

    private readonly RecordSettings _settings;
    private readonly RecordMetrics _metrics;
    private readonly RecordRate _rate;
    private readonly Channel<RecordDraft> _drafts = Channel.CreateBounded<RecordDraft>(
        new BoundedChannelOptions(Room) { SingleReader = true, AllowSynchronousContinuations = false });

    private long _bytes;

    internal PushRecords(RecordSettings settings, RecordMetrics metrics, TimeProvider clock)
    {
        _settings = settings;
        _metrics = metrics;
        _rate = new RecordRate(clock);
    }

    internal ChannelReader<RecordDraft> Drafts => _drafts.Reader;

    /// <inheritdoc/>
    /// <remarks>A push in a second that has had its records will hardly be one: its steps would be noted for nobody.</remarks>
    public bool ReadsSteps => _settings.Options is { } options && !_rate.IsSpent(options.MostPerSecond);

    /// <inheritdoc/>
    public void Ended(in EndedPush push)
    {
        if (_settings.Options is not { } options)
        {
            return;
        }

        if (push.Test is not { } test)
        {
            if (MayAdd(options))
            {
                Add(new RecordDraft(push));
            }

            return;
        }

        // Whoever tests looks for the record at once. It must have its id before the writer takes it.
        test.RecordId = RecordDraft.NewId(push);
        if (!MayAdd(options) || !Add(new RecordDraft(push)) || options.Keep == TimeSpan.Zero)
        {
            test.RecordId = null;
        }
    }

    /// <summary>Takes a note of something that came by another way than a push of messages, such as an authorization event.</summary>
    /// <param name="record">The record, without a body.</param>
    /// <param name="body">The body as JSON; it must not change afterwards.</param>
    public void Add(StoredRecord record, ReadOnlyMemory<byte> body)
    {
        if (_settings.Options is { } options && MayAdd(options))
        {
            Add(new RecordDraft(record, body));
        }
    }

    /// <summary>Records that the writer has taken a note.</summary>
    internal void Taken(RecordDraft draft) => Interlocked.Add(ref _bytes, -draft.Size);

    private bool MayAdd(RecordOptions options)
    {
        if (_rate.TryTake(options.MostPerSecond))
        {
            return true;
        }

        _metrics.Dropped(RecordMetrics.TooMany);
        return false;
    }

    private bool Add(RecordDraft draft)
    {
        if (Interlocked.Add(ref _bytes, draft.Size) > RoomInBytes || !_drafts.Writer.TryWrite(draft))
        {
            Interlocked.Add(ref _bytes, -draft.Size);
            _metrics.Dropped(RecordMetrics.Full);
            return false;
        }

        return true;
    }
}
