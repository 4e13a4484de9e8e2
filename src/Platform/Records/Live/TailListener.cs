using System.Threading.Channels;

namespace WxYarpGateway.Platform.Records.Live;

/// <summary>Somebody who watches records as they come. Whoever is slow loses the oldest, and learns how many.</summary>
public sealed class TailListener : IDisposable
{
    private const int Room = 256;

    private readonly RecordTail _tail;
    private readonly RecordQuery _filter;
    private readonly Channel<StoredRecord> _lines;
    private long _lost;

    internal TailListener(RecordTail tail, RecordQuery filter)
    {
        _tail = tail;
        _filter = filter;
        _lines = Channel.CreateBounded<StoredRecord>(
            new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>Gets the records that come.</summary>
    public ChannelReader<StoredRecord> Lines => _lines.Reader;

    /// <summary>Returns how many records were lost since the last call.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

    /// <inheritdoc/>
    public void Dispose() => _tail.Remove(this);

    internal void Show(StoredRecord record)
    {
        if (_filter.Includes(record))
        {
            _lines.Writer.TryWrite(record);
        }
    }

    internal void Lose(long records) => Interlocked.Add(ref _lost, records);
}
