using System.Security.Cryptography;

namespace WxYarpGateway.TokenService.Store;

/// <summary>The news that a value was replaced or removed, with a fingerprint by which a replica recognises its own copy.</summary>
internal readonly record struct StoreChange(string Key, string Fingerprint)
{
    private const int HashBytes = 8;

    // No fingerprint looks like it.
    private const string Removed = "-";

    /// <summary>Gets a value indicating whether there is no value any more.</summary>
    public bool IsRemoval => Fingerprint == Removed;

    /// <summary>Returns the news that a value was removed.</summary>
    public static StoreChange RemovalOf(string key) => new(key, Removed);

    /// <summary>Returns the fingerprint of a value.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> value) => Convert.ToHexStringLower(SHA256.HashData(value), 0, HashBytes);
}
