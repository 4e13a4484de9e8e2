using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>A text for a URL that only a holder of the key can have written: it says what it is for, and how long it is good.</summary>
/// <remarks>
/// base64url of: the end in Unix milliseconds (8 bytes), the text in UTF-8, HMAC-SHA256 over the purpose, a zero byte and both.
/// The text can be read by anybody who has it.
/// </remarks>
internal static class SignedText
{
    /// <summary>The most characters that are looked at.</summary>
    public const int LongestLength = 4096;

    private const int EndBytes = sizeof(long);

    /// <summary>Signs a text.</summary>
    public static string Sign(ReadOnlySpan<byte> key, string purpose, string text, DateTimeOffset end)
    {
        var length = EndBytes + Encoding.UTF8.GetByteCount(text);
        var signed = new byte[length + HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(signed, end.ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(text, signed.AsSpan(EndBytes));
        Hash(key, purpose, signed.AsSpan(0, length)).CopyTo(signed, length);
        return Base64Url.EncodeToString(signed);
    }

    /// <summary>Returns the text, or <see langword="null"/> when it is not signed for this purpose, or no longer good.</summary>
    public static string? Read(ReadOnlySpan<byte> key, string purpose, string? signed, DateTimeOffset now)
    {
        if (signed is not { Length: > 0 and <= LongestLength } || !Base64Url.IsValid(signed))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(signed);
        var length = bytes.Length - HMACSHA256.HashSizeInBytes;
        if (length < EndBytes
            || !CryptographicOperations.FixedTimeEquals(Hash(key, purpose, bytes.AsSpan(0, length)), bytes.AsSpan(length)))
        {
            return null;
        }

        return BinaryPrimitives.ReadInt64BigEndian(bytes) > now.ToUnixTimeMilliseconds()
            ? Encoding.UTF8.GetString(bytes, EndBytes, length - EndBytes)
            : null;
    }

    private static byte[] Hash(ReadOnlySpan<byte> key, string purpose, ReadOnlySpan<byte> content)
        => HMACSHA256.HashData(key, [.. Encoding.UTF8.GetBytes(purpose), 0, .. content]);
}
