namespace WxYarpGateway.TokenService.Store;

/// <summary>Keeps values within one process until they expire. Of too many, the ones that expire soonest are dropped.</summary>
internal sealed class ExpiringValues(TimeProvider timeProvider)
{
    /// <summary>
    /// The most values that are kept. Anybody can send the gateway codes, so their number is limited; at 1 KiB each it is 16 MiB.
    /// </summary>
    internal const int Capacity = 16_384;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Entry, (long ExpiresAt, long Number)> _byExpiry = new();
    private long _written;

    /// <summary>Returns the value and what is left of its life; null when there is none or it has expired.</summary>
    public StoredValue? Get(string key)
    {
        lock (_gate)
        {
            return Find(key) is { } entry ? new StoredValue(entry.Value, entry.Lifetime.Remaining(timeProvider)) : null;
        }
    }

    /// <summary>Writes a value, in place of any that is there.</summary>
    public void Set(string key, StoredValue value)
    {
        lock (_gate)
        {
            Write(key, value);
        }
    }

    /// <summary>Writes a value unless there is one; returns the one that is there then.</summary>
    public byte[] GetOrAdd(string key, StoredValue value)
    {
        lock (_gate)
        {
            if (Find(key) is { } entry)
            {
                return entry.Value;
            }

            Write(key, value);
            return value.Value;
        }
    }

    /// <summary>Removes a value, if there is one.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            _entries.Remove(key);
        }
    }

    private Entry? Find(string key) => _entries.TryGetValue(key, out var entry) && IsAlive(entry) ? entry : null;

    private void Write(string key, StoredValue value)
    {
        var entry = new Entry(key, value.Value, Lifetime.Start(value.Remaining, timeProvider));
        _entries[key] = entry;
        _byExpiry.Enqueue(entry, (entry.Lifetime.TimestampAt(TimeSpan.Zero, timeProvider), _written++));

        // A value that was written again is in the queue twice, so the queue is what is bounded.
        while (_byExpiry.TryPeek(out var soonest, out _) && (_byExpiry.Count > Capacity || !IsAlive(soonest)))
        {
            _byExpiry.Dequeue();
            if (_entries.TryGetValue(soonest.Key, out var current) && ReferenceEquals(current, soonest))
            {
                _entries.Remove(soonest.Key);
            }
        }
    }

    private bool IsAlive(Entry entry) => entry.Lifetime.Remaining(timeProvider) > TimeSpan.Zero;

    private sealed record Entry(string Key, byte[] Value, Lifetime Lifetime)
    {
        public override string ToString() => "***";
    }
}
