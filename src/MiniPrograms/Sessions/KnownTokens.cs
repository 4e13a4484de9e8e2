using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>Knows the digests of tokens that were good a moment ago, so that a busy phone's is not made with each request.</summary>
/// <remarks>
/// It keeps no token, but a hash under a key that only this process has. What it knows says nothing about whether a session is still good:
/// that is looked up by the digest.
/// </remarks>
internal sealed class KnownTokens
{
    /// <summary>The most that are known: some 6 MiB. Then it begins anew.</summary>
    internal const int Most = 50_000;

    private readonly SipHash _hash = new(RandomKey(), RandomKey());
    private volatile ConcurrentDictionary<UInt128, TokenDigest> _digests = [];
    private int _count;

    /// <summary>Returns the digest of what a client sent.</summary>
    /// <param name="token">What it sent.</param>
    /// <param name="hash">What <see cref="Remember"/> wants; <see langword="null"/> when the digest was known, or can be none.</param>
    public TokenDigest DigestOf(string token, out UInt128? hash)
    {
        hash = null;
        if (token.Length != TokenDigest.TokenLength)
        {
            return TokenDigest.Of(token);
        }

        var hashed = _hash.Of(MemoryMarshal.AsBytes(token.AsSpan()));
        if (_digests.TryGetValue(hashed, out var known))
        {
            return known;
        }

        hash = hashed;
        return TokenDigest.Of(token);
    }

    /// <summary>Remembers the digest of a token whose session is good. Strangers' texts must not push it out.</summary>
    public void Remember(UInt128 hash, TokenDigest digest)
    {
        if (_digests.TryAdd(hash, digest) && Interlocked.Increment(ref _count) > Most)
        {
            _digests = [];
            Interlocked.Exchange(ref _count, 0);
        }
    }

    private static ulong RandomKey()
    {
        Span<byte> key = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(key);
        return MemoryMarshal.Read<ulong>(key);
    }
}
