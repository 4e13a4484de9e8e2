using System.Numerics;

namespace WxYarpGateway.Transforms.Deduplication.Seen;

/// <summary>A table from digests to values without references: open addressing in arrays, so that no entry is an object.</summary>
/// <remarks>
/// It grows and is cleared as a whole; single keys stay. For the same contents, a dictionary takes three times the memory. Not safe for
/// several threads at once.
/// </remarks>
internal class DigestTable<TValue>
    where TValue : unmanaged
{
    private const int LeastSlots = 32;

    // By doubling, what a table leaves behind while it grows to a hundred thousand keys is as large as the table, and stays for long:
    // large arrays are collected last. By fours it is a third. Six such steps end at 131,072 slots.
    private const int Growth = 4;
    private const int BitsOfWord = 64;

    // 2^64 divided by the golden ratio, which spreads consecutive numbers, as MsgIds are. Source: Knuth, TAOCP vol. 3, section 6.4.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    // Nobody outside can know which keys share a slot.
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private UInt128[] _keys = new UInt128[LeastSlots];
    private TValue[] _values = new TValue[LeastSlots];

    // A bit a slot, since every key is possible. To clear the table is to clear these.
    private ulong[] _taken = new ulong[1];

    /// <summary>Gets the number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the number of slots, a power of two.</summary>
    public int Slots => _keys.Length;

    /// <summary>Gets the value in the slot that <see cref="Find"/> returned. Adding a key moves values to other slots.</summary>
    public ref TValue this[int slot] => ref _values[slot];

    /// <summary>Returns the slot of a key; a negative number when the key is not in the table.</summary>
    public int Find(UInt128 key)
    {
        var slot = SlotFor(key);
        return IsTaken(slot) ? slot : ~slot;
    }

    /// <summary>Adds a key that is not in the table; returns its slot.</summary>
    public int Add(UInt128 key, TValue value)
    {
        // Seven eighths at most are taken: beyond that, searches get long.
        if (Count >= Slots - (Slots / 8))
        {
            Grow();
        }

        Count++;
        return Put(key, value);
    }

    /// <summary>Removes all keys. The table keeps its size.</summary>
    public virtual void Clear()
    {
        Array.Clear(_taken);
        Count = 0;
    }

    /// <summary>Returns the first slot where a key is looked for. Others follow one by one, and after the last the first.</summary>
    internal int HomeOf(UInt128 key)
    {
        var hash = ((ulong)(key >> BitsOfWord) ^ _seed) * Spread;
        hash = (hash ^ (hash >> 32) ^ (ulong)key) * Spread;
        return (int)((hash ^ (hash >> 32)) & (ulong)(Slots - 1));
    }

    /// <summary>Returns the slot that has the key, else the free one where it belongs. There always is a free one.</summary>
    private int SlotFor(UInt128 key)
    {
        var slot = HomeOf(key);
        while (IsTaken(slot) && _keys[slot] != key)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return slot;
    }

    private bool IsTaken(int slot) => (_taken[slot / BitsOfWord] & (1UL << slot)) != 0;

    private int Put(UInt128 key, TValue value)
    {
        var slot = SlotFor(key);
        _keys[slot] = key;
        _values[slot] = value;
        _taken[slot / BitsOfWord] |= 1UL << slot;
        return slot;
    }

    private void Grow()
    {
        var (keys, values, taken) = (_keys, _values, _taken);
        var slots = Slots * Growth;
        (_keys, _values) = (new UInt128[slots], new TValue[slots]);
        _taken = new ulong[(slots + BitsOfWord - 1) / BitsOfWord];
        for (var word = 0; word < taken.Length; word++)
        {
            for (var bits = taken[word]; bits != 0; bits &= bits - 1)
            {
                var slot = (word * BitsOfWord) + BitOperations.TrailingZeroCount(bits);
                Put(keys[slot], values[slot]);
            }
        }
    }
}
