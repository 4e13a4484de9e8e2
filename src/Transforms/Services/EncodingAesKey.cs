using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace WxYarpGateway.Transforms.Services;

/// <summary>An account's EncodingAESKey (消息加解密密钥): AES-256-CBC with the key's first half as initialisation vector.</summary>
/// <remarks>Source: PROTOCOL "AES envelope", the official page 消息加解密说明.</remarks>
internal sealed class EncodingAesKey
{
    /// <summary>The number of characters of an EncodingAESKey: base64 of 32 bytes without its closing "=".</summary>
    public const int TextLength = 43;

    private const int KeyLength = 32;

    // A cipher that threw is not returned: where its chain ended is not known.
    private readonly ObjectPool<AesChain> _decryptors;
    private readonly ObjectPool<AesChain> _encryptors;

    private EncodingAesKey(byte[] key)
    {
        var vector = key[..AesChain.Block];
        _decryptors = new DefaultObjectPool<AesChain>(new ChainPolicy(() => new AesChain(Cipher(key, vector).CreateDecryptor(), vector)));
        _encryptors = new DefaultObjectPool<AesChain>(new ChainPolicy(() => new AesChain(Cipher(key, vector).CreateEncryptor(), vector)));
    }

    /// <summary>Returns the key; <see langword="null"/> when the text is not 43 base64 characters.</summary>
    public static EncodingAesKey? Parse(string? value)
    {
        if (value is not { Length: TextLength })
        {
            return null;
        }

        // 43 characters have 258 bits for 256. WeChat's console takes any last two bits; the strict decoder needs them to be zero.
        var last = Alphabet.IndexOf(value[^1], StringComparison.Ordinal);
        if (last < 0)
        {
            return null;
        }

        var key = new byte[KeyLength];
        var canonical = string.Concat(value.AsSpan(0, TextLength - 1), Alphabet.AsSpan(last & ~0b11, 1), "=");
        return Convert.TryFromBase64String(canonical, key, out var written) && written == KeyLength ? new EncodingAesKey(key) : null;
    }

    /// <summary>Decrypts whole blocks in place and leaves the padding; returns whether they are whole.</summary>
    public bool TryDecrypt(ArraySegment<byte> blocks)
    {
        if (blocks.Count == 0 || blocks.Count % AesChain.Block != 0)
        {
            return false;
        }

        var chain = _decryptors.Get();
        chain.Decrypt(blocks);
        _decryptors.Return(chain);
        return true;
    }

    /// <summary>Encrypts whole blocks in place. The caller has added the padding.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="random">What the first block becomes before that; empty for random bytes.</param>
    public void Encrypt(ArraySegment<byte> blocks, ReadOnlySpan<byte> random)
    {
        var chain = _encryptors.Get();
        if (random.IsEmpty)
        {
            chain.FillRandom(blocks.AsSpan(0, AesChain.Block));
        }
        else
        {
            random.CopyTo(blocks);
        }

        chain.Encrypt(blocks);
        _encryptors.Return(chain);
    }

    /// <inheritdoc/>
    public override string ToString() => "***";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static Aes Cipher(byte[] key, byte[] initialisationVector)
    {
        var cipher = Aes.Create();
        cipher.Key = key;
        cipher.IV = initialisationVector;
        cipher.Mode = CipherMode.CBC;
        cipher.Padding = PaddingMode.None;
        return cipher;
    }

    private sealed class ChainPolicy(Func<AesChain> create) : PooledObjectPolicy<AesChain>
    {
        public override AesChain Create() => create();

        public override bool Return(AesChain obj) => true;
    }
}
