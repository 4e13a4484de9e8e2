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

    private readonly ObjectPool<Aes> _ciphers;
    private readonly byte[] _initialisationVector;

    private EncodingAesKey(byte[] key)
    {
        _initialisationVector = key[..InitialisationVectorLength];
        // An Aes is not promised to be safe for several threads at once, and costly to make.
        _ciphers = new DefaultObjectPool<Aes>(new CipherPolicy(key));
    }

    /// <summary>Returns the key, or <see langword="null"/> when the text is not one.</summary>
    public static EncodingAesKey? Parse(string? value)
    {
        if (value is not { Length: TextLength })
        {
            return null;
        }

        // 43 characters carry 258 bits. WeChat's console lets the last two be anything, so they are cleared before the strict decoder sees them.
        var last = Alphabet.IndexOf(value[^1], StringComparison.Ordinal);
        if (last < 0)
        {
            return null;
        }

        var key = new byte[KeyLength];
        var canonical = string.Concat(value.AsSpan(0, TextLength - 1), Alphabet.AsSpan(last & ~0b11, 1), "=");
        return Convert.TryFromBase64String(canonical, key, out var written) && written == KeyLength ? new EncodingAesKey(key) : null;
    }

    /// <summary>Decrypts whole blocks; padding is the caller's affair. Returns <see langword="false"/> when the length is not one of whole blocks.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        if (ciphertext.IsEmpty || ciphertext.Length % InitialisationVectorLength != 0)
        {
            return false;
        }

        var cipher = _ciphers.Get();
        try
        {
            return cipher.TryDecryptCbc(ciphertext, _initialisationVector, plaintext, out _, PaddingMode.None);
        }
        finally
        {
            _ciphers.Return(cipher);
        }
    }

    /// <summary>Encrypts whole blocks; padding is the caller's affair.</summary>
    public void Encrypt(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        var cipher = _ciphers.Get();
        try
        {
            cipher.EncryptCbc(plaintext, _initialisationVector, ciphertext, PaddingMode.None);
        }
        finally
        {
            _ciphers.Return(cipher);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "***";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private sealed class CipherPolicy(byte[] key) : PooledObjectPolicy<Aes>
    {
        public override Aes Create()
        {
            var cipher = Aes.Create();
            cipher.Key = key;
            return cipher;
        }

        public override bool Return(Aes obj) => true;
    }
}
