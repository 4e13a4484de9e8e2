using System.Text;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>A message of WeChat's with fields that users fill, as WeChat writes it: text in CDATA, whatever is in it.</summary>
/// <param name="Name">The kind of message.</param>
/// <param name="Fields">The fields in WeChat's order. A name that ends with <c>/</c> opens an element around others, and one that begins
/// with it closes that.</param>
internal sealed record TypedPush(string Name, IReadOnlyList<TypedField> Fields)
{
    private static readonly TypedField[] Head = [
        new("ToUserName", "gh_1"), new("FromUserName", "oUser1"), new("CreateTime", "1700000000", IsData: false)];

    /// <summary>Gets every kind of message, also some in an order of others than WeChat, and one that nobody knows.</summary>
    public static IReadOnlyList<TypedPush> All { get; } =
    [
        Message("text", User("Content"), Id),
        Message("text", Id, User("Content")),
        Message("text", User("Content"), Id, new("MsgDataId", "d1"), new("Idx", "1", IsData: false), new("bizmsgmenuid", "101"),
            new("BusinessId", "1", IsData: false)),
        new("text in another order", [new("MsgType", "text"), User("Content"), new("bizmsgmenuid", ""), Id, new("ToUserName", "gh_1"),
            new("FromUserName", "oUser1"), new("CreateTime", "1700000000", IsData: false)]),
        Message("voice", new("MediaId", "m1"), new("Format", "amr"), User("Recognition"), Id),
        Message("voice", new("MediaId", "m1"), new("Format", "amr"), Id, User("Recognition"), new("MediaId16K", "m2")),
        Message("location", new("Location_X", "23.1", IsData: false), new("Location_Y", "113.3", IsData: false),
            new("Scale", "20", IsData: false), User("Label"), Id),
        Message("link", User("Title"), User("Description"), User("Url"), Id),
        Message("file", User("Title"), User("Description"), new("FileKey", "k1"), new("FileMd5", "m"),
            new("FileTotalLen", "222", IsData: false), Id),
        Message("miniprogrampage", Id, User("Title"), new("AppId", "wx1"), User("PagePath"), new("ThumbUrl", "u1"),
            new("ThumbMediaId", "t1")),
        Event("user_enter_tempsession", User("SessionFrom")),
        Event("CLICK", User("EventKey")),
        Event("SCAN", User("EventKey"), new("Ticket", "t1")),
        Event("scancode_waitmsg", new("EventKey", "6"), new("ScanCodeInfo/", ""), new("ScanType", "qrcode"), User("ScanResult"),
            new("/ScanCodeInfo", "")),
        Event(
            "location_select", new("EventKey", "6"), new("SendLocationInfo/", ""), new("Location_X", "23"), new("Location_Y", "113"),
                new("Scale", "15"), User("Label"), User("Poiname"), new("/SendLocationInfo", "")),
        Event("nobody_knows_it", new("NewId", "n1"), User("Remark"), new("NewName", "x"), new("NewNumber", "5", IsData: false)),
        Event("nobody_knows_it_either", User("NewText"), new("NewNumber", "5", IsData: false)),
        Event("with_a_list", User("Remark"), new("List/", ""), new("item/", ""), new("Code", "c1"), new("/item", ""), new("item/", ""),
            new("Code", "c2"), new("/item", ""), new("/List", "")),
    ];

    private static TypedField Id => new("MsgId", "7000000000000000001", IsData: false);

    /// <summary>Writes the message, with what was typed into some of its fields.</summary>
    /// <param name="typed">What was typed, by the index of the field.</param>
    /// <param name="style">How it is laid out.</param>
    /// <param name="isSplit">Whether the writer splits an end of CDATA in a text, as it should.</param>
    public string Write(IReadOnlyDictionary<int, string> typed, TypedStyle style, bool isSplit)
    {
        var xml = new StringBuilder("<xml>").Append(style.Line);
        for (var index = 0; index < Fields.Count; index++)
        {
            var (name, value, isData, _) = Fields[index];
            var text = typed.GetValueOrDefault(index, value);
            text = isSplit ? text.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal) : text;
            xml.Append(name.StartsWith('/') ? $"<{name}>" : name.EndsWith('/') ? $"<{name[..^1]}>" : isData
                ? $"<{name}>{style.Blank}<![CDATA[{text}]]>{style.Blank}</{name}>" : $"<{name}>{text}</{name}>").Append(style.Line);
        }

        return xml.Append("</xml>").ToString();
    }

    private static TypedField User(string name) => new(name, "something", IsTyped: true);

    private static TypedPush Message(string type, params TypedField[] fields) => new(type, [.. Head, new("MsgType", type), .. fields]);

    private static TypedPush Event(string name, params TypedField[] fields)
        => new(name, [.. Head, new("MsgType", "event"), new("Event", name), .. fields]);
}
