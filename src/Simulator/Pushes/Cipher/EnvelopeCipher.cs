using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Simulator.Pushes.Cipher;

/// <summary>Seals and opens WeChat's AES envelope: random(16) + length(4, big-endian) + message + receiver id, padded to 32.</summary>
internal sealed class EnvelopeCipher
{
    /// <summary>The length of an EncodingAESKey: base64 of 32 bytes without the padding (PROTOCOL 1.4).</summary>
    public const int KeyCharacters = 43;

    // AES blocks have 16 bytes, WeChat's padding blocks have 32.
    private const int RandomLength = 16;
    private const int HeadLength = RandomLength + sizeof(int);
    private const int PaddingBlock = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _key;

    public EnvelopeCipher(string encodingAesKey)
    {
        if (encodingAesKey.Length != KeyCharacters)
        {
            throw new FormatException($"An EncodingAESKey has {KeyCharacters} characters; this one has {encodingAesKey.Length}.");
        }

        _key = Convert.FromBase64String(encodingAesKey + "=");
    }

    public string Seal(string message, string receiverId, byte[]? random = null, CipherFlaw flaw = CipherFlaw.None)
    {
        var plain = Pad(Compose(message, receiverId, random ?? RandomText(), flaw), flaw);
        var cipher = Aes256(encrypt: true, plain);
        return flaw switch
        {
            CipherFlaw.FlippedBit => Convert.ToBase64String([(byte)(cipher[0] ^ 1), .. cipher[1..]]),
            CipherFlaw.Truncated => Convert.ToBase64String(cipher[..^16]),
            CipherFlaw.OddLength => Convert.ToBase64String(cipher[..^1]),
            CipherFlaw.NotBase64 => "!" + Convert.ToBase64String(cipher)[1..],
            CipherFlaw.Empty => "",
            _ => Convert.ToBase64String(cipher),
        };
    }

    public OpenedEnvelope Open(string ciphertext)
    {
        try
        {
            var cipher = Convert.FromBase64String(ciphertext);
            Require(cipher.Length > 0 && cipher.Length % 16 == 0, "the ciphertext's length is not a multiple of 16");
            var plain = Unpad(Aes256(encrypt: false, cipher));
            Require(plain.Length >= HeadLength, "the plaintext is shorter than its head");
            var length = BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(RandomLength));
            Require(length <= plain.Length - HeadLength, "the length field points beyond the end");
            var end = HeadLength + (int)length;
            return new OpenedEnvelope(
                plain[..RandomLength],
                StrictUtf8.GetString(plain[HeadLength..end]),
                StrictUtf8.GetString(plain[end..]));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or DecoderFallbackException)
        {
            throw new EnvelopeException(exception.Message, exception);
        }
    }

    private static byte[] Compose(string message, string receiverId, byte[] random, CipherFlaw flaw)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, flaw switch
        {
            CipherFlaw.LengthBeyondEnd => text.Length + 4096,
            CipherFlaw.NegativeLength => -1,
            _ => text.Length,
        });
        return [.. random, .. length, .. text, .. Encoding.UTF8.GetBytes(receiverId)];
    }

    private static byte[] Pad(byte[] plain, CipherFlaw flaw)
    {
        var count = PaddingBlock - (plain.Length % PaddingBlock);
        if (flaw == CipherFlaw.WrongPadding && count == 1)
        {
            // One padding byte alone cannot be uneven, so this adds a second block.
            count += PaddingBlock - 1;
            plain = [.. plain, 0];
        }

        var padding = Enumerable.Repeat((byte)count, count).ToArray();
        if (flaw == CipherFlaw.WrongPadding)
        {
            padding[0] ^= 0x55;
        }

        padding[^1] = flaw switch
        {
            CipherFlaw.ZeroPadding => 0,
            CipherFlaw.OverlongPadding => PaddingBlock + 1,
            _ => padding[^1],
        };
        return [.. plain, .. padding];
    }

    private static byte[] Unpad(byte[] plain)
    {
        var count = plain[^1];
        Require(count is >= 1 and <= PaddingBlock && count <= plain.Length, "the padding is out of range (probably a wrong key)");
        Require(plain[^count..].All(value => value == count), "the padding is uneven (probably a wrong key)");
        return plain[..^count];
    }

    private static byte[] RandomText() => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(RandomLength, lowercase: true));

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException(otherwise);
        }
    }

    private byte[] Aes256(bool encrypt, byte[] bytes)
    {
        using var aes = Aes.Create();
        aes.Key = _key;
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        aes.IV = _key[..16];
        using var transform = encrypt ? aes.CreateEncryptor() : aes.CreateDecryptor();
        return transform.TransformFinalBlock(bytes, 0, bytes.Length);
    }
}
