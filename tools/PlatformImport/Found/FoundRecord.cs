using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.PlatformImport.Found;

/// <summary>A push that the source noted.</summary>
/// <param name="Table">The table that it is in.</param>
/// <param name="Number">Its number there.</param>
/// <param name="ReceivedAt">When it came.</param>
internal sealed record FoundRecord(string Table, long Number, DateTimeOffset ReceivedAt)
{
    private const int TimeBytes = 6;
    private const byte Version7 = 0x70;
    private const byte Variant = 0x80;

    public string AppId { get; init; } = "";

    public string InfoType { get; init; } = "";

    public string MsgType { get; init; } = "";

    public string Event { get; init; } = "";

    public string MessageId { get; init; } = "";

    /// <summary>Gets the message as JSON; empty when there is none that can be read.</summary>
    public string Body { get; init; } = "";

    /// <summary>Returns the record's id: ordered by time (UUID version 7, RFC 9562), and the same however often it is imported.</summary>
    /// <param name="platform">The component's AppId.</param>
    public Guid IdFor(string platform)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, ReceivedAt.ToUnixTimeMilliseconds() << 16);
        SHA256.HashData(Encoding.UTF8.GetBytes($"{platform} {Table} {Number}")).AsSpan(0, id.Length - TimeBytes).CopyTo(id[TimeBytes..]);
        id[6] = (byte)((id[6] & 0x0F) | Version7);
        id[8] = (byte)((id[8] & 0x3F) | Variant);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>Returns where it is; the body may be a user's.</summary>
    public override string ToString() => $"{Table} {Number}";
}
