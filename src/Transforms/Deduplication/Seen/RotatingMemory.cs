using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Deduplication.Seen;

/// <summary>Remembers values for one to two windows of time, and at most twice its capacity.</summary>
/// <remarks>
/// Two generations instead of a timer or a list per entry: when the window is over, or the newer one is full, the older one is
/// dropped whole. Under a flood the memory gets shorter, not larger. Not safe for several threads at once.
/// </remarks>
/// <typeparam name="TTable">The table of one generation, with what its values refer to.</typeparam>
/// <typeparam name="TValue">The values.</typeparam>
internal sealed class RotatingMemory<TTable, TValue>(TimeSpan window, int capacity, TimeProvider clock)
    where TTable : DigestTable<TValue>, new()
    where TValue : unmanaged
{
    private readonly long _created = clock.GetTimestamp();
    private TTable _newer = new();
    private TTable _older = new();
    private TimeSpan _began;

    /// <summary>Finds a key. The slot in the table that has it is right until the next call.</summary>
    public bool TryFind(UInt128 key, [MaybeNullWhen(false)] out TTable table, out int slot)
    {
        Rotate();
        table = _newer;
        slot = _newer.Find(key);
        if (slot < 0 && _older.Count > 0)
        {
            table = _older;
            slot = _older.Find(key);
        }

        return slot >= 0;
    }

    /// <summary>Remembers a value under a key that <see cref="TryFind"/> has just not found; returns where it is.</summary>
    public (TTable Table, int Slot) Add(UInt128 key, TValue value) => (_newer, _newer.Add(key, value));

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
        (_older, _newer) = (isQuiet ? new TTable() : _newer, isQuiet ? new TTable() : Emptied(_older));
        _began = isQuiet || elapsed < window ? now : _began + window;
    }

    /// <summary>
    /// Returns the dropped generation as the next one: under load it will be as full again, and growing is most of the work. When there is
    /// little to do, its room is given back.
    /// </summary>
    private TTable Emptied(TTable dropped)
    {
        if (dropped.Count < _newer.Count / 2)
        {
            return new TTable();
        }

        dropped.Clear();
        return dropped;
    }
}
