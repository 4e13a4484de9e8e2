using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Keeps things within one process, so many at most; the oldest go first.</summary>
internal sealed class MemoryOAuthStore(TimeProvider timeProvider) : IOAuthStore
{
    /// <summary>The most things that are kept. Anybody can show the gateway codes, so there is an end to them; at 1 KiB each it is 16 MiB.</summary>
    internal const int Capacity = 16_384;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _byAge = [];

    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(Find(key)?.Value);
        }
    }

    public ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Write(key, value, lifetime);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<byte[]> AddAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (Find(key) is { } entry)
            {
                return ValueTask.FromResult(entry.Value);
            }

            Write(key, value, lifetime);
            return ValueTask.FromResult(value);
        }
    }

    private Entry? Find(string key) => _entries.TryGetValue(key, out var entry) && IsAlive(entry) ? entry : null;

    private void Write(string key, byte[] value, TimeSpan lifetime)
    {
        var entry = new Entry(key, value, Lifetime.Start(lifetime, timeProvider));
        _entries[key] = entry;
        _byAge.Enqueue(entry);

        // One that was written anew stands in the queue twice, so the queue is what is bounded.
        while (_byAge.TryPeek(out var oldest) && (_byAge.Count > Capacity || !IsAlive(oldest)))
        {
            _byAge.Dequeue();
            if (_entries.TryGetValue(oldest.Key, out var current) && ReferenceEquals(current, oldest))
            {
                _entries.Remove(oldest.Key);
            }
        }
    }

    private bool IsAlive(Entry entry) => entry.Lifetime.Remaining(timeProvider) > TimeSpan.Zero;

    private sealed record Entry(string Key, byte[] Value, Lifetime Lifetime);
}
