using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Hashes of element names. Most names of WeChat have up to 16 letters: two words, whose ends may overlap.</summary>
/// <remarks>The factors are random in each process, so that nobody can write a document whose names collide.</remarks>
internal static class XmlNameHash
{
    private const int Word = sizeof(ulong);
    private const int HalfWord = sizeof(uint);

    private static readonly ulong OfStart = Factor();
    private static readonly ulong OfEnd = Factor();

    /// <summary>Returns the hash of a name.</summary>
    public static int Of(ReadOnlySpan<byte> name)
    {
        var hash = (ulong)name.Length;
        while (name.Length > Word * 2)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(name), OfStart);
            name = name[Word..];
        }

        if (name.Length >= Word)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(name), OfStart);
            return (int)Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(name[^Word..]), OfEnd);
        }

        if (name.Length >= HalfWord)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(name)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^HalfWord..]) << 32);
            return (int)Mix(hash, word, OfStart);
        }

        foreach (var letter in name)
        {
            hash = (hash << 8) | letter;
        }

        return (int)Mix(0, hash, OfStart);
    }

    // The upper half depends on all bits.
    private static ulong Mix(ulong hash, ulong word, ulong factor)
    {
        var high = Math.BigMul(hash ^ word, factor, out var low);
        return high ^ low;
    }

    private static ulong Factor()
    {
        Span<byte> random = stackalloc byte[Word];
        RandomNumberGenerator.Fill(random);
        return BinaryPrimitives.ReadUInt64LittleEndian(random) | 1;
    }
}
