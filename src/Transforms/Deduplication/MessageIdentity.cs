using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>What makes two deliveries the same message: a digest, so that neither memory nor keys hold openids.</summary>
/// <param name="Digest">The digest.</param>
internal readonly record struct MessageIdentity(UInt128 Digest)
{
    private const string Separator = "\0";

    /// <summary>Returns the identity of a message: service and user with the MsgId, else with time, event and content.</summary>
    /// <remarks>
    /// WeChat advises FromUserName + CreateTime for events. Two events of one user can fall into one second (two template
    /// messages sent, two orders paid), so what they say counts too: a re-delivery repeats it to the letter.
    /// </remarks>
    public static MessageIdentity Of(MessageContext message)
    {
        var head = message.Head;
        var content = head.MsgId.Length > 0
            ? string.Join(Separator, message.Service.Name, head.FromUserName, "id", head.MsgId)
            : string.Join(Separator, message.Service.Name, head.FromUserName, "event", head.CreateTime, head.Event, head.EventKey, HexOf(DigestOf(message.Body.Span)));
        return new MessageIdentity(DigestOf(content));
    }

    /// <summary>Returns the digest of a text.</summary>
    public static UInt128 DigestOf(string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var digest = DigestOf(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return digest;
    }

    /// <summary>Returns the digest of bytes: the first half of their SHA-256.</summary>
    public static UInt128 DigestOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>Returns the digest as 32 hex digits.</summary>
    public override string ToString() => HexOf(Digest);

    private static string HexOf(UInt128 digest) => digest.ToString("x32", CultureInfo.InvariantCulture);
}
