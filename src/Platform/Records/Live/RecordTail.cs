using System.Collections.Immutable;

namespace WxYarpGateway.Platform.Records.Live;

/// <summary>
/// Shows records as they come to those who watch, on whatever replica. Replicas tell each other only while somebody watches.
/// </summary>
public sealed class RecordTail
{
    /// <summary>The most records that a replica sends to others in one turn of the writer, four of which make a second.</summary>
    internal const int MostSent = 50;

    /// <summary>How long other replicas send after they heard that somebody watches.</summary>
    internal static readonly TimeSpan Interest = TimeSpan.FromSeconds(30);

    private const int Recent = 100;

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Queue<StoredRecord> _recent = new(Recent);
    private ImmutableList<TailListener> _listeners = [];
    private long _interestedUntil = long.MinValue;

    internal RecordTail(TimeProvider clock) => _clock = clock;

    /// <summary>Raised with records that other replicas want to see, and how many more there were.</summary>
    internal event Action<IReadOnlyList<StoredRecord>, int>? Sent;

    /// <summary>Raised when somebody begins to watch.</summary>
    internal event Action? Began;

    /// <summary>Gets a value indicating whether somebody watches on this replica.</summary>
    internal bool HasListeners => !_listeners.IsEmpty;

    /// <summary>Begins to watch.</summary>
    /// <param name="filter">Which records; its times and its limit are not looked at.</param>
    public TailListener Listen(RecordQuery filter)
    {
        var listener = new TailListener(this, filter);
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), listener);
        Began?.Invoke();
        return listener;
    }

    /// <summary>Returns the last records of this process, the oldest first: for a start while the database is away.</summary>
    /// <param name="filter">Which records.</param>
    public IReadOnlyList<StoredRecord> Last(RecordQuery filter)
    {
        lock (_gate)
        {
            return [.. _recent.Where(filter.Includes)];
        }
    }

    internal void Remove(TailListener listener)
        => ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Remove(one), listener);

    /// <summary>Shows records of this process.</summary>
    internal void Show(IReadOnlyList<StoredRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records.Skip(records.Count - Recent))
            {
                if (_recent.Count == Recent)
                {
                    _recent.Dequeue();
                }

                _recent.Enqueue(record with { Body = default });
            }
        }

        ShowHere(records);
        if (_clock.GetTimestamp() < Volatile.Read(ref _interestedUntil))
        {
            Sent?.Invoke([.. records.Skip(records.Count - MostSent)], Math.Max(0, records.Count - MostSent));
        }
    }

    /// <summary>Shows records of another process.</summary>
    internal void ShowHere(IReadOnlyList<StoredRecord> records)
    {
        foreach (var listener in _listeners)
        {
            foreach (var record in records)
            {
                listener.Show(record);
            }
        }
    }

    /// <summary>Counts records of another process that were not sent.</summary>
    internal void LoseHere(int records)
    {
        foreach (var listener in _listeners)
        {
            listener.Lose(records);
        }
    }

    /// <summary>Records that somebody watches on another replica.</summary>
    internal void Ask()
        => Volatile.Write(ref _interestedUntil, _clock.GetTimestamp() + (long)(Interest.TotalSeconds * _clock.TimestampFrequency));
}
