using System.Security.Cryptography;

namespace WxYarpGateway.TokenService.Store;

/// <summary>The news that a value was replaced, with a fingerprint by which a replica recognises its own copy.</summary>
internal readonly record struct StoreChange(string Key, string Fingerprint)
{
    private const int HashBytes = 8;

    /// <summary>Returns the fingerprint of a value.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> value) => Convert.ToHexStringLower(SHA256.HashData(value), 0, HashBytes);
}
