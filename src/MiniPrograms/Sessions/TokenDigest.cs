using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>The SHA-256 of a session's token: all that the gateway keeps of it.</summary>
internal readonly record struct TokenDigest(UInt128 First, UInt128 Second)
{
    private const int TokenBytes = 32;

    /// <summary>The length of every token: 32 bytes in base64url.</summary>
    internal const int TokenLength = 43;

    private const int HalfDigits = 32;

    /// <summary>Makes a token that nobody can guess.</summary>
    public static (string Token, TokenDigest Digest) Create()
    {
        Span<byte> random = stackalloc byte[TokenBytes];
        RandomNumberGenerator.Fill(random);
        var token = Base64Url.EncodeToString(random);
        return (token, Of(token));
    }

    /// <summary>
    /// Returns the digest of what a client sent. One that is no token of ours has a digest too, so that it is looked up like any other.
    /// </summary>
    public static TokenDigest Of(string token)
    {
        var text = token.Length <= TokenLength ? token : token[..(TokenLength + 1)];
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(TokenLength + 1)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        return new TokenDigest(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>Returns the digest that the database has.</summary>
    public static TokenDigest FromBytes(ReadOnlySpan<byte> bytes)
        => new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out TokenDigest digest)
    {
        digest = default;
        if (text.Length != 2 * HalfDigits
            || !UInt128.TryParse(text.AsSpan(0, HalfDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
            || !UInt128.TryParse(text.AsSpan(HalfDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var second))
        {
            return false;
        }

        digest = new TokenDigest(first, second);
        return true;
    }

    /// <summary>Returns the bytes for the database.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Second);
        return bytes;
    }

    /// <summary>Returns a part of it: each is as good as random.</summary>
    public override int GetHashCode() => (int)First;

    /// <summary>Returns it in hexadecimal. Nobody gets from it to the token.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:x32}{Second:x32}");
}
