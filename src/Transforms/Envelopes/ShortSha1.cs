using System.Buffers.Binary;
using System.Numerics;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>SHA-1 of a text that fits into one block, as what WeChat signs of a plaintext push does.</summary>
/// <remarks>
/// For such a text the platform's SHA-1 takes more than twice as long, nearly all of it to prepare; see
/// docs/adr/0014-a-sha1-of-our-own-for-one-block.md. Source: FIPS 180-4, 5.1.1 and 6.1.2.
/// </remarks>
internal static class ShortSha1
{
    /// <summary>The longest text in bytes: a block of 64, less a bit that ends the text and its length in 64 bits.</summary>
    public const int Longest = Block - 1 - sizeof(ulong);

    private const int Block = 64;
    private const int Words = Block / sizeof(uint);
    private const int Rounds = 80;

    /// <summary>Writes the digest, 20 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The text is longer than <see cref="Longest"/>.</exception>
    public static void Hash(ReadOnlySpan<byte> text, Span<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, Longest);
        Span<byte> block = stackalloc byte[Block];
        text.CopyTo(block);
        block[text.Length] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(block[^sizeof(int)..], text.Length * 8);

        Span<uint> schedule = stackalloc uint[Rounds];
        for (var word = 0; word < Words; word++)
        {
            schedule[word] = BinaryPrimitives.ReadUInt32BigEndian(block[(word * sizeof(uint))..]);
        }

        for (var word = Words; word < schedule.Length; word++)
        {
            schedule[word] = BitOperations.RotateLeft(
                schedule[word - 3] ^ schedule[word - 8] ^ schedule[word - 14] ^ schedule[word - 16], 1);
        }

        var (a, b, c, d, e) = (0x67452301u, 0xEFCDAB89u, 0x98BADCFEu, 0x10325476u, 0xC3D2E1F0u);
        for (var round = 0; round < schedule.Length; round++)
        {
            var mixed = round switch
            {
                < 20 => (d ^ (b & (c ^ d))) + 0x5A827999,
                < 40 => (b ^ c ^ d) + 0x6ED9EBA1,
                < 60 => ((b & c) | (d & (b | c))) + 0x8F1BBCDC,
                _ => (b ^ c ^ d) + 0xCA62C1D6,
            };
            var next = BitOperations.RotateLeft(a, 5) + mixed + e + schedule[round];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        BinaryPrimitives.WriteUInt32BigEndian(digest, 0x67452301u + a);
        BinaryPrimitives.WriteUInt32BigEndian(digest[4..], 0xEFCDAB89u + b);
        BinaryPrimitives.WriteUInt32BigEndian(digest[8..], 0x98BADCFEu + c);
        BinaryPrimitives.WriteUInt32BigEndian(digest[12..], 0x10325476u + d);
        BinaryPrimitives.WriteUInt32BigEndian(digest[16..], 0xC3D2E1F0u + e);
    }
}
