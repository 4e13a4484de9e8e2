using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>The identity that all deliveries of a message share. It is a digest, so that no openid is in memory or in keys.</summary>
internal readonly record struct MessageIdentity
{
    private const string Separator = "\0";

    /// <summary>WeChat's MsgIds are 64-bit numbers, and for some mini programs 51 characters.</summary>
    private const int LongestId = 64;

    /// <summary>FNV-1a's prime for 64 bits. Source: RFC 9923, "FNV Constants".</summary>
    private const ulong FnvPrime = 0x100000001B3;

    private readonly Halves _digest;

    /// <summary>Initializes a new instance of the <see cref="MessageIdentity"/> struct.</summary>
    /// <param name="digest">The digest.</param>
    public MessageIdentity(UInt128 digest) => _digest = digest;

    /// <summary>Gets the digest.</summary>
    public UInt128 Digest => _digest;

    /// <summary>Returns the identity of a message: service and user with the MsgId, else with time, event and content.</summary>
    /// <remarks>
    /// WeChat advises FromUserName + CreateTime for events. Two events of one user can fall into one second (two template
    /// messages sent, two orders paid), so their content counts too: a retry repeats it byte for byte.
    /// </remarks>
    public static MessageIdentity Of(MessageContext message)
    {
        if (message.Test is { } test)
        {
            return new MessageIdentity(test.Key);
        }

        var head = message.Head;
        if (TryParseId(head.MsgId, out var id))
        {
            return new MessageIdentity(new UInt128(HashOfSender(message), id));
        }

        var content = HasId(head)
            ? string.Join(Separator, message.Service.Name, head.FromUserName, "id", head.MsgId)
            : string.Join(
                Separator,
                message.Service.Name,
                head.FromUserName,
                "event",
                head.CreateTime,
                head.Event,
                head.EventKey,
                HexOf(BodyDigestOf(message)));
        return new MessageIdentity(DigestOf(content));
    }

    /// <summary>Returns the digest of a message's body. It is computed once, for the identity and for the seal.</summary>
    public static UInt128 BodyDigestOf(MessageContext message) => message.BodyDigest ??= DigestOf(message.Body.Span);

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

    /// <summary>Returns the message's id in headers and logs: its MsgId, unless that could break either, else the digest.</summary>
    public string IdOf(MessageHead head)
        => HasId(head) && head.MsgId is { Length: <= LongestId } id && !id.AsSpan().ContainsAnyExceptInRange('!', '~') ? id : ToString();

    /// <summary>Returns the digest as 32 hex digits.</summary>
    public override string ToString() => HexOf(Digest);

    /// <summary>Returns whether a message has an id; WeChat writes 0 into some that have none.</summary>
    public static bool HasId(MessageHead head) => head.MsgId.AsSpan().ContainsAnyExcept(" 0");

    /// <summary>Reads a MsgId as WeChat writes most, a number of 64 bits without leading zeros.</summary>
    private static bool TryParseId(string text, out ulong id)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && text[0] != '0';

    /// <summary>
    /// Returns a hash of service and user, the same on all replicas. WeChat gives out the numbers and the openids, so that nobody can
    /// choose two that collide; SHA-256 would cost a tenth of what YARP does.
    /// </summary>
    private static ulong HashOfSender(MessageContext message)
    {
        var hash = (ulong)message.Service.NameDigest;
        foreach (var character in message.Head.FromUserName)
        {
            hash = (hash ^ character) * FnvPrime;
        }

        return hash;
    }

    private static string HexOf(UInt128 digest) => digest.ToString("x32", CultureInfo.InvariantCulture);
}
