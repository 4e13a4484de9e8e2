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
    private const int InitialisationVectorLength = 16;

    private readonly ObjectPool<ICryptoTransform> _decryptors;
    private readonly ObjectPool<ICryptoTransform> _encryptors;

    private EncodingAesKey(byte[] key)
    {
        _decryptors = new DefaultObjectPool<ICryptoTransform>(new TransformPolicy(() => Cipher(key).CreateDecryptor()));
        _encryptors = new DefaultObjectPool<ICryptoTransform>(new TransformPolicy(() => Cipher(key).CreateEncryptor()));
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

    /// <summary>
    /// Decrypts whole blocks and leaves the padding. Returns <see langword="null"/> when the length is not a multiple of 16.
    /// </summary>
    public byte[]? Decrypt(ArraySegment<byte> ciphertext)
        => ciphertext.Count > 0 && ciphertext.Count % InitialisationVectorLength == 0 ? Transform(_decryptors, ciphertext) : null;

    /// <summary>Encrypts whole blocks. The caller has added the padding.</summary>
    public byte[] Encrypt(ArraySegment<byte> plaintext) => Transform(_encryptors, plaintext);

    /// <inheritdoc/>
    public override string ToString() => "***";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static Aes Cipher(byte[] key)
    {
        var cipher = Aes.Create();
        cipher.Key = key;
        cipher.IV = key[..InitialisationVectorLength];
        cipher.Mode = CipherMode.CBC;
        cipher.Padding = PaddingMode.None;
        return cipher;
    }

    // Setting up a key is half the cost of a message, so transforms are pooled; TransformFinalBlock resets them.
    // A transform that threw is not returned to the pool.
    private static byte[] Transform(ObjectPool<ICryptoTransform> pool, ArraySegment<byte> blocks)
    {
        var transform = pool.Get();
        var transformed = transform.TransformFinalBlock(blocks.Array!, blocks.Offset, blocks.Count);
        pool.Return(transform);
        return transformed;
    }

    private sealed class TransformPolicy(Func<ICryptoTransform> create) : PooledObjectPolicy<ICryptoTransform>
    {
        public override ICryptoTransform Create() => create();

        public override bool Return(ICryptoTransform obj) => true;
    }
}
