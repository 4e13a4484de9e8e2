using System.Security.Cryptography;

namespace WxYarpGateway.Database.Encryption;

/// <summary>A key of 32 bytes that fields are sealed with.</summary>
internal sealed class FieldKey
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Length = 32;

    /// <summary>The length of a key's id in bytes.</summary>
    public const int IdLength = 4;

    private readonly byte[] _secret;
    private readonly byte[] _id;

    /// <summary>Makes a key of its bytes.</summary>
    public FieldKey(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, Length);
        _secret = secret.ToArray();
        _id = Derive("key id"u8)[..IdLength];
    }

    /// <summary>Gets what tells keys apart, and tells nothing of the key.</summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>Reads a key from base64; <see langword="null"/> when it is none.</summary>
    public static FieldKey? TryParse(string? base64)
    {
        Span<byte> secret = stackalloc byte[Length];
        return Convert.TryFromBase64String(base64?.Trim() ?? "", secret, out var length) && length == Length ? new FieldKey(secret) : null;
    }

    /// <summary>Makes a new key; returns it in base64.</summary>
    public static string NewBase64() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Returns a key of 32 bytes for one purpose: what is done with it tells nothing of other purposes.</summary>
    public byte[] Derive(ReadOnlySpan<byte> purpose) => HMACSHA256.HashData(_secret, purpose);

    /// <summary>Returns the key's id in hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_id);
}
