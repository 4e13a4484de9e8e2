using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>Decrypts and encrypts <c>Encrypt</c>: random(16) ‖ length(4, big-endian) ‖ message ‖ appid ‖ padding.</summary>
/// <remarks>Source: PROTOCOL "AES envelope", the official page 消息加解密说明.</remarks>
internal static class MessageCipher
{
    private const int RandomLength = 16;
    private const int HeaderLength = RandomLength + sizeof(int);

    /// <summary>Padding fills blocks of 32 bytes, not AES's 16: 1 to 32 bytes, each of which is their number.</summary>
    private const int PaddingBlock = 32;

    /// <summary>Decrypts a ciphertext; returns <see langword="false"/> when base64, length, padding, layout or appid is wrong.</summary>
    public static bool TryOpen(EncodingAesKey key, ReadOnlySpan<byte> base64, ReadOnlySpan<byte> appId, out ReadOnlyMemory<byte> message)
    {
        message = default;

        // The base64 decoder would skip white space, but one ciphertext must have one form only.
        if (base64.ContainsAny(" \t\r\n"u8))
        {
            return false;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        try
        {
            if (Base64.DecodeFromUtf8(base64, rented, out _, out var length) != OperationStatus.Done || length < HeaderLength)
            {
                return false;
            }

            // The message is a slice of the decrypted array.
            return key.Decrypt(new ArraySegment<byte>(rented, 0, length)) is { } plaintext && TryRead(plaintext, appId, out message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Encrypts a message; returns the ciphertext in base64.</summary>
    public static ReadOnlyMemory<byte> Seal(EncodingAesKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        return Seal(key, message, appId, random);
    }

    /// <summary>Encrypts a message with given random bytes, for tests against known ciphertexts.</summary>
    internal static ReadOnlyMemory<byte> Seal(
        EncodingAesKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId, ReadOnlySpan<byte> random)
    {
        var content = HeaderLength + message.Length + appId.Length;
        var padding = PaddingBlock - (content % PaddingBlock);
        var length = content + padding;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var plaintext = rented.AsSpan(0, length);
        random.CopyTo(plaintext);
        BinaryPrimitives.WriteInt32BigEndian(plaintext[RandomLength..], message.Length);
        message.CopyTo(plaintext[HeaderLength..]);
        appId.CopyTo(plaintext[(HeaderLength + message.Length)..]);
        plaintext[content..].Fill((byte)padding);

        var ciphertext = key.Encrypt(new ArraySegment<byte>(rented, 0, length));
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(length)];
        Base64.EncodeToUtf8(ciphertext, base64, out _, out _);
        ArrayPool<byte>.Shared.Return(rented);
        return base64;
    }

    private static bool TryRead(byte[] plaintext, ReadOnlySpan<byte> appId, out ReadOnlyMemory<byte> message)
    {
        message = default;
        var padding = plaintext[^1];
        if (padding is 0 or > PaddingBlock || padding > plaintext.Length - HeaderLength
            || plaintext.AsSpan()[^padding..].ContainsAnyExcept(padding))
        {
            return false;
        }

        var content = plaintext.AsMemory(0, plaintext.Length - padding);
        var length = BinaryPrimitives.ReadUInt32BigEndian(content.Span[RandomLength..]);
        if (length > content.Length - HeaderLength)
        {
            return false;
        }

        message = content.Slice(HeaderLength, (int)length);
        return CryptographicOperations.FixedTimeEquals(content.Span[(HeaderLength + (int)length)..], appId);
    }
}
