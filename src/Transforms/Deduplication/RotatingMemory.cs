using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Remembers values for at least one window of time and at most two, and never more than twice its capacity.</summary>
/// <remarks>
/// Two generations instead of a timer or a list per entry: when the window is over, or the newer one is full, the older one is
/// dropped whole. Under a flood the memory gets shorter, not larger. Not safe for several threads at once.
/// </remarks>
internal sealed class RotatingMemory<TValue>(TimeSpan window, int capacity, TimeProvider clock)
{
    private readonly long _created = clock.GetTimestamp();
    private Dictionary<UInt128, TValue> _newer = [];
    private Dictionary<UInt128, TValue> _older = [];
    private TimeSpan _began;

    /// <summary>Finds what is remembered under a key.</summary>
    public bool TryGet(UInt128 key, [MaybeNullWhen(false)] out TValue value)
    {
        Rotate();
        return _newer.TryGetValue(key, out value) || _older.TryGetValue(key, out value);
    }

    /// <summary>Remembers a value under a key that is not known.</summary>
    public void Add(UInt128 key, TValue value)
    {
        Rotate();
        _newer.Add(key, value);
    }

    private void Rotate()
    {
        var now = clock.GetElapsedTime(_created);
        var elapsed = now - _began;
        if (elapsed < window && _newer.Count < capacity)
        {
            return;
        }

        // After two quiet windows even the newer generation is too old. Otherwise the next begins where this one ended, however late
        // that is noticed, so that what becomes the older one does not stay for a third.
        var isQuiet = elapsed >= window * 2;
        (_older, _newer) = (isQuiet ? [] : _newer, []);
        _began = isQuiet || elapsed < window ? now : _began + window;
    }
}
