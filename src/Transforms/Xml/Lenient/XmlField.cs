using System.Collections.Frozen;
using System.Text;

namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>A known field of WeChat's messages: who fills it, and its place among the others.</summary>
/// <param name="Author">The author of its content.</param>
/// <param name="Order">
/// Its place in WeChat's order; <see cref="Anywhere"/> when WeChat writes it at several places, <see cref="Unknown"/> for other fields.
/// </param>
internal readonly record struct XmlField(XmlAuthor Author, int Order)
{
    /// <summary>The place of a field that WeChat writes at several places.</summary>
    public const int Anywhere = -1;

    /// <summary>The place of a field that is not in the tables below.</summary>
    public const int Unknown = -2;

    // The longest known name has 14 letters.
    private const int LongestName = 16;

    // In the order in which WeChat writes them. The order of fields that never share a message is arbitrary.
    private static readonly (string Name, XmlAuthor Author)[] InOrder =
    [
        ("ToUserName", XmlAuthor.WeChat), ("FromUserName", XmlAuthor.WeChat), ("CreateTime", XmlAuthor.WeChat),
        ("MsgType", XmlAuthor.WeChat), ("Event", XmlAuthor.WeChat), ("EventKey", XmlAuthor.User), ("MenuId", XmlAuthor.WeChat),
        ("Ticket", XmlAuthor.WeChat), ("Content", XmlAuthor.User), ("PicUrl", XmlAuthor.WeChat), ("MediaId", XmlAuthor.WeChat),
        ("Format", XmlAuthor.WeChat), ("MediaId16K", XmlAuthor.WeChat), ("Recognition", XmlAuthor.User),
        ("Location_X", XmlAuthor.WeChat), ("Location_Y", XmlAuthor.WeChat), ("Scale", XmlAuthor.WeChat),
        ("Label", XmlAuthor.User), ("Poiname", XmlAuthor.User), ("Title", XmlAuthor.User), ("Description", XmlAuthor.User),
        ("Url", XmlAuthor.User), ("FileKey", XmlAuthor.WeChat), ("FileMd5", XmlAuthor.WeChat),
        ("FileTotalLen", XmlAuthor.WeChat), ("AppId", XmlAuthor.WeChat), ("PagePath", XmlAuthor.User),
        ("ThumbUrl", XmlAuthor.WeChat), ("ThumbMediaId", XmlAuthor.WeChat), ("SessionFrom", XmlAuthor.User),
        ("ScanCodeInfo", XmlAuthor.Fields), ("SendLocationInfo", XmlAuthor.Fields), ("SendPicsInfo", XmlAuthor.Fields),
        ("ScanType", XmlAuthor.WeChat), ("ScanResult", XmlAuthor.User), ("Latitude", XmlAuthor.WeChat),
        ("Longitude", XmlAuthor.WeChat), ("Precision", XmlAuthor.WeChat), ("MsgDataId", XmlAuthor.WeChat),
        ("Idx", XmlAuthor.WeChat), ("bizmsgmenuid", XmlAuthor.WeChat), ("BusinessId", XmlAuthor.WeChat),
        ("Encrypt", XmlAuthor.WeChat),
    ];

    private static readonly (string Name, XmlAuthor Author)[] OutOfOrder =
    [
        ("MsgId", XmlAuthor.WeChat), ("MsgID", XmlAuthor.WeChat), ("InfoType", XmlAuthor.WeChat),
        ("AgentID", XmlAuthor.WeChat), ("Remark", XmlAuthor.User), ("remark", XmlAuthor.User), ("NickName", XmlAuthor.User),
        ("Nickname", XmlAuthor.User), ("nickname", XmlAuthor.User), ("content", XmlAuthor.User), ("comment", XmlAuthor.User),
    ];

    private static readonly FrozenDictionary<string, XmlField> Known = InOrder
        .Select((field, order) => (field.Name, Field: new XmlField(field.Author, order)))
        .Concat(OutOfOrder.Select(field => (field.Name, Field: new XmlField(field.Author, Anywhere))))
        .ToFrozenDictionary(field => field.Name, field => field.Field, StringComparer.Ordinal);

    /// <summary>Returns the field with a name.</summary>
    public static XmlField Of(ReadOnlySpan<byte> name)
    {
        Span<char> letters = stackalloc char[LongestName];
        return name.Length <= LongestName && Encoding.Latin1.TryGetChars(name, letters, out var length)
            && Known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..length], out var field)
                ? field
                : new XmlField(XmlAuthor.Unknown, Unknown);
    }
}
