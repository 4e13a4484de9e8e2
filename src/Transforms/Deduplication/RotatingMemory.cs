using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Remembers values for one to two windows of time, and at most twice its capacity.</summary>
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

    /// <summary>Remembers a value under a key; returns <see langword="false"/>, and does nothing, when the key is known.</summary>
    public bool TryAdd(UInt128 key, TValue value)
    {
        Rotate();
        return !_older.ContainsKey(key) && _newer.TryAdd(key, value);
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
        (_older, _newer) = (isQuiet ? [] : _newer, isQuiet ? [] : Emptied(_older));
        _began = isQuiet || elapsed < window ? now : _began + window;
    }

    /// <summary>
    /// Returns the dropped generation as the next one: under load it will be as full again, and growing is most of the work. When there is
    /// little to do, its room is given back.
    /// </summary>
    private Dictionary<UInt128, TValue> Emptied(Dictionary<UInt128, TValue> dropped)
    {
        if (dropped.Count < _newer.Count / 2)
        {
            return [];
        }

        dropped.Clear();
        return dropped;
    }
}
