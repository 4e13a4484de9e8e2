using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>A user's session_key: 16 bytes as base64, whose text is the key of signatures, and its bytes that of the cipher.</summary>
internal sealed record SessionKey(string Value, DateTimeOffset ExpiresAt, int Logins)
{
    private const int Bytes = 16;

    public byte[] Key => Convert.FromBase64String(Value);

    public static SessionKey New(DateTimeOffset expiresAt) =>
        new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)), expiresAt, Logins: 0);

    /// <summary>Returns the signature of an empty text, in lower-case hexadecimal, as checksession wants it.</summary>
    public string Sign() => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Value), ReadOnlySpan<byte>.Empty));

    /// <summary>Returns the signature of a profile, in lower-case hexadecimal.</summary>
#pragma warning disable CA5350 // WeChat signs with SHA-1; the protocol leaves no choice.
    public string Sign(string rawData) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(rawData + Value)));
#pragma warning restore CA5350
}
