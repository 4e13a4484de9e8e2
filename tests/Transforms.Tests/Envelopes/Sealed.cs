using System.Buffers.Binary;
using System.Text;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Envelopes;

/// <summary>Creates ciphertexts, including some that WeChat never sends.</summary>
internal static class Sealed
{
    public const string PreviousKey = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    public static readonly byte[] AppId = Encoding.UTF8.GetBytes(Pushes.AppId);

    public static EncodingAesKey Key(string text = Pushes.AesKey) => EncodingAesKey.Parse(text)!;

    /// <summary>Returns a message encrypted as WeChat does it.</summary>
    public static string Message(string message, string key = Pushes.AesKey, string appId = Pushes.AppId)
        => Encoding.ASCII.GetString(MessageCipher.Seal(Key(key), Encoding.UTF8.GetBytes(message), Encoding.UTF8.GetBytes(appId)).Span);

    /// <summary>Encrypts a plaintext of whole blocks as it is.</summary>
    public static string Raw(byte[] plaintext) => Convert.ToBase64String(Encrypted(Key(), plaintext));

    /// <summary>Returns the blocks of a plaintext, encrypted as they are.</summary>
    public static byte[] Encrypted(EncodingAesKey key, byte[] plaintext)
    {
        byte[] blocks = [.. plaintext];
        key.Encrypt(blocks, plaintext.AsSpan(0, 16));
        return blocks;
    }

    /// <summary>Returns a plaintext with the given length, message, appid and padding.</summary>
    public static byte[] Plaintext(string message, string appId, uint? length = null, byte[]? padding = null)
    {
        var content = new byte[20 + Encoding.UTF8.GetByteCount(message) + Encoding.UTF8.GetByteCount(appId)];
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(16), length ?? (uint)Encoding.UTF8.GetByteCount(message));
        Encoding.UTF8.GetBytes(message + appId, content.AsSpan(20));
        return [.. content, .. padding ?? Padding(32 - (content.Length % 32))];
    }

    public static byte[] Padding(int length) => [.. Enumerable.Repeat((byte)length, length)];
}
