namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>Numbers the names of a document in the order of their first appearance, and keeps the field of each.</summary>
internal sealed class XmlNames
{
    private readonly int[] _buckets;
    private readonly Entry[] _entries;

    public XmlNames(int most)
    {
        _entries = new Entry[most];
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * most) + 1)];
    }

    /// <summary>Gets the count of names.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the field of a name.</summary>
    public XmlField Field(int name) => _entries[name].Field;

    /// <summary>Returns the length of a name in bytes.</summary>
    public int LengthOf(int name) => _entries[name].Length;

    /// <summary>Returns the number of a name, and adds the name when it is new.</summary>
    public int NumberOf(ReadOnlySpan<byte> source, int start, int length)
    {
        var name = source.Slice(start, length);
        var hash = new HashCode();
        hash.AddBytes(name);
        var mask = _buckets.Length - 1;
        for (var bucket = hash.ToHashCode() & mask; ; bucket = (bucket + 1) & mask)
        {
            var number = _buckets[bucket] - 1;
            if (number < 0)
            {
                _buckets[bucket] = Count + 1;
                _entries[Count] = new Entry(start, length, XmlField.Of(name));
                return Count++;
            }

            if (source.Slice(_entries[number].Start, _entries[number].Length).SequenceEqual(name))
            {
                return number;
            }
        }
    }

    private readonly record struct Entry(int Start, int Length, XmlField Field);
}
