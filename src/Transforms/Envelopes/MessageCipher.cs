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

        // Decoded and decrypted in place; the message is a slice of it.
        var plaintext = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64, plaintext, out _, out var length) == OperationStatus.Done
            && length >= HeaderLength
            && key.TryDecrypt(new ArraySegment<byte>(plaintext, 0, length))
            && TryRead(plaintext.AsMemory(0, length), appId, out message);
    }

    /// <summary>Encrypts a message; returns the ciphertext in base64.</summary>
    public static ReadOnlyMemory<byte> Seal(EncodingAesKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId)
        => Seal(key, message, appId, random: default);

    /// <summary>Encrypts a message with given random bytes, for tests against known ciphertexts; with none, they are random.</summary>
    internal static ReadOnlyMemory<byte> Seal(
        EncodingAesKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId, ReadOnlySpan<byte> random)
    {
        var base64 = new byte[LengthOf(message, appId)];
        SealInto(base64, key, message, appId, random);
        return base64;
    }

    /// <summary>Returns the length of a message's ciphertext in base64.</summary>
    public static int LengthOf(ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId)
        => Base64.GetMaxEncodedToUtf8Length(PaddedLengthOf(ContentLengthOf(message, appId)));

    /// <summary>Encrypts a message; writes the ciphertext in base64 and returns its length.</summary>
    public static int SealInto(Span<byte> base64, EncodingAesKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId)
        => SealInto(base64, key, message, appId, random: default);

    private static int SealInto(
        Span<byte> base64, EncodingAesKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId, ReadOnlySpan<byte> random)
    {
        var content = ContentLengthOf(message, appId);
        var length = PaddedLengthOf(content);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var plaintext = rented.AsSpan(0, length);
        BinaryPrimitives.WriteInt32BigEndian(plaintext[RandomLength..], message.Length);
        message.CopyTo(plaintext[HeaderLength..]);
        appId.CopyTo(plaintext[(HeaderLength + message.Length)..]);
        plaintext[content..].Fill((byte)(length - content));

        key.Encrypt(new ArraySegment<byte>(rented, 0, length), random);
        Base64.EncodeToUtf8(plaintext, base64, out _, out var written);
        ArrayPool<byte>.Shared.Return(rented);
        return written;
    }

    private static int ContentLengthOf(ReadOnlySpan<byte> message, ReadOnlySpan<byte> appId)
        => HeaderLength + message.Length + appId.Length;

    private static int PaddedLengthOf(int content) => content + PaddingBlock - (content % PaddingBlock);

    private static bool TryRead(ReadOnlyMemory<byte> plaintext, ReadOnlySpan<byte> appId, out ReadOnlyMemory<byte> message)
    {
        message = default;
        var padding = plaintext.Span[^1];
        if (padding is 0 or > PaddingBlock || padding > plaintext.Length - HeaderLength
            || plaintext.Span[^padding..].ContainsAnyExcept(padding))
        {
            return false;
        }

        var content = plaintext[..^padding];
        var length = BinaryPrimitives.ReadUInt32BigEndian(content.Span[RandomLength..]);
        if (length > content.Length - HeaderLength)
        {
            return false;
        }

        message = content.Slice(HeaderLength, (int)length);
        return CryptographicOperations.FixedTimeEquals(content.Span[(HeaderLength + (int)length)..], appId);
    }
}
