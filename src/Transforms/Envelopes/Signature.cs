using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>WeChat's signature: the lower-case hex SHA-1 of the sorted, concatenated parts.</summary>
/// <remarks>Source: PROTOCOL "URL verification" and "Push". WeChat sorts the parts by byte value, not as numbers or by locale.</remarks>
internal static class Signature
{
    /// <summary>The length of a signature: 40 hex digits.</summary>
    public const int Length = HashLength * 2;

    private const int HashLength = 20;
    private const int OnStack = 1024;

    /// <summary>Returns whether a signature is right. The comparison takes constant time.</summary>
    /// <param name="signature">The signature to check.</param>
    /// <param name="token">The account's token.</param>
    /// <param name="timestamp">The timestamp, exactly as in the query.</param>
    /// <param name="nonce">The nonce, exactly as in the query.</param>
    /// <param name="ciphertext">The ciphertext in base64; empty for a plaintext push.</param>
    public static bool Matches(string signature, ReadOnlySpan<byte> token, string timestamp, string nonce, ReadOnlySpan<byte> ciphertext)
    {
        if (signature.Length != Length)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[Length];
        Compute(token, timestamp, nonce, ciphertext, expected);
        Span<byte> actual = stackalloc byte[Length];
        return Encoding.UTF8.TryGetBytes(signature, actual, out var written)
            && written == actual.Length
            && CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    /// <summary>Writes the signature as 40 hex digits.</summary>
    public static void Compute(ReadOnlySpan<byte> token, string timestamp, string nonce, ReadOnlySpan<byte> ciphertext, Span<byte> hex)
    {
        var length = token.Length
            + Encoding.UTF8.GetMaxByteCount(timestamp.Length)
            + Encoding.UTF8.GetMaxByteCount(nonce.Length)
            + ciphertext.Length;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length * 2) : null;
        var room = rented ?? stackalloc byte[OnStack * 2];

        // The first half of the buffer gets the two texts as UTF-8, the second half the sorted parts.
        var timestampBytes = room[..Encoding.UTF8.GetBytes(timestamp, room)];
        var rest = room[timestampBytes.Length..];
        var nonceBytes = rest[..Encoding.UTF8.GetBytes(nonce, rest)];
        rest = rest[nonceBytes.Length..];
        var joined = Join(token, timestampBytes, nonceBytes, ciphertext, rest);

        Span<byte> hash = stackalloc byte[HashLength];
        if (joined.Length <= ShortSha1.Longest)
        {
            ShortSha1.Hash(joined, hash);
        }
        else
        {
            // WeChat's protocol prescribes SHA-1.
#pragma warning disable CA5350
            SHA1.HashData(joined, hash);
#pragma warning restore CA5350
        }

        Convert.TryToHexStringLower(hash, hex, out _);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static Span<byte> Join(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d, Span<byte> destination)
    {
        // A sorting network for four parts needs no array and no comparer. An empty part sorts first and adds nothing.
        Order(ref a, ref b);
        Order(ref c, ref d);
        Order(ref a, ref c);
        Order(ref b, ref d);
        Order(ref b, ref c);

        a.CopyTo(destination);
        b.CopyTo(destination[a.Length..]);
        c.CopyTo(destination[(a.Length + b.Length)..]);
        d.CopyTo(destination[(a.Length + b.Length + c.Length)..]);
        return destination[..(a.Length + b.Length + c.Length + d.Length)];
    }

    private static void Order(ref ReadOnlySpan<byte> lower, ref ReadOnlySpan<byte> upper)
    {
        if (lower.SequenceCompareTo(upper) > 0)
        {
            var swapped = lower;
            lower = upper;
            upper = swapped;
        }
    }
}
