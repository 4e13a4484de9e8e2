using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>
/// Adds the fields that backends written for go-wx-gateway expect at the top of a message. A field that WeChat left out is "" or 0.
/// A field that go-wx-gateway lifted from a nested element is at the top and in the element.
/// </summary>
internal static class CompatibleFields
{
    private enum Shape
    {
        Text,
        Number,
        TextsOfItems,
        Items,
    }

    private static readonly Field[] Every = [new("ToUserName"), new("FromUserName"), new("CreateTime", Shape.Number), new("MsgType")];

    private static readonly Dictionary<string, Field[]> Messages = new(StringComparer.Ordinal)
    {
        ["text"] = [new("MsgId"), new("Content")],
        ["image"] = [new("MsgId"), new("PicUrl"), new("MediaId")],
        ["voice"] = [new("MsgId"), new("MediaId"), new("Format"), new("Recognition")],
        ["video"] = [new("MsgId"), new("MediaId"), new("ThumbMediaId")],
        ["shortvideo"] = [new("MsgId"), new("MediaId"), new("ThumbMediaId")],
        ["location"] = [new("MsgId"), new("Location_X"), new("Location_Y"), new("Scale", Shape.Number), new("Label")],
        ["link"] = [new("MsgId"), new("Title"), new("Description"), new("Url")],
    };

    private static readonly Field[] Pictures =
    [
        new("EventKey"),
        new("Count", Shape.Number, "SendPicsInfo", "Count"),
        new("PicList", Shape.TextsOfItems, "SendPicsInfo", "PicList"),
    ];

    private static readonly Field[] Scan =
    [
        new("EventKey"),
        new("ScanType", Shape.Text, "ScanCodeInfo", "ScanType"),
        new("ScanResult", Shape.Text, "ScanCodeInfo", "ScanResult"),
    ];

    private static readonly Dictionary<string, Field[]> Events = new(StringComparer.Ordinal)
    {
        ["CLICK"] = [new("EventKey")],
        ["VIEW"] = [new("EventKey"), new("MenuId")],
        ["subscribe"] = [new("EventKey"), new("Ticket")],
        ["unsubscribe"] = [new("EventKey"), new("Ticket")],
        ["SCAN"] = [new("EventKey"), new("Ticket")],
        ["LOCATION"] = [new("Latitude"), new("Longitude"), new("Precision")],
        ["location"] = [new("Location_X"), new("Location_Y"), new("Scale", Shape.Number), new("Label"), new("MsgId")],
        ["pic_sysphoto"] = Pictures,
        ["pic_photo_or_album"] = Pictures,
        ["pic_weixin"] = Pictures,
        ["scancode_push"] = Scan,
        ["scancode_waitmsg"] = Scan,
        ["MASSSENDJOBFINISH"] =
        [
            new("MsgID"),
            new("Status"),
            new("TotalCount", Shape.Number),
            new("FilterCount", Shape.Number),
            new("SentCount", Shape.Number),
            new("ErrorCount", Shape.Number),
            new("ResultCount", Shape.Number, "CopyrightCheckResult", "Count"),
            new("ResultList", Shape.Items, "CopyrightCheckResult", "ResultList"),
        ],
        ["TEMPLATESENDJOBFINISH"] = [new("MsgId", Shape.Text, "MsgID"), new("Status")],
    };

    /// <summary>Writes those fields of the message's type that the message lacks.</summary>
    public static void Write(XmlTable xml, Utf8JsonWriter json)
    {
        WriteMissing(xml, Every, json);
        var type = xml.ChildText(0, "MsgType"u8);
        var isEvent = type.SequenceEqual("event"u8);
        if (isEvent && xml.Child(0, "Event"u8) == XmlNode.None)
        {
            json.WriteString("Event"u8, ""u8);
        }

        var known = isEvent
            ? Known(Events, xml.ChildText(0, "Event"u8))
            : Known(Messages, type);
        WriteMissing(xml, known, json);
    }

    private static Field[] Known(Dictionary<string, Field[]> fields, ReadOnlySpan<byte> type)
    {
        // The longest known name has 21 letters. A longer type is unknown.
        Span<char> name = stackalloc char[32];
        return type.Length <= name.Length
            && fields.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..Encoding.UTF8.GetChars(type, name)], out var known)
                ? known
                : [];
    }

    private static void WriteMissing(XmlTable xml, Field[] fields, Utf8JsonWriter json)
    {
        foreach (var field in fields)
        {
            if (xml.Child(0, field.Name) == XmlNode.None)
            {
                json.WritePropertyName(field.Name);
                Write(xml, field, json);
            }
        }
    }

    private static void Write(XmlTable xml, Field field, Utf8JsonWriter json)
    {
        var source = field.Path.Length == 0 ? XmlNode.None : 0;
        foreach (var step in field.Path)
        {
            source = xml.Child(source, step);
        }

        switch (field.Shape)
        {
            case Shape.TextsOfItems:
                WriteTextsOfItems(xml, source, json);
                break;
            case Shape.Items when source != XmlNode.None && xml[source].FirstChild != XmlNode.None:
                XmlMessage.WriteElement(xml, source, json);
                break;
            case Shape.Items:
                json.WriteStartArray();
                json.WriteEndArray();
                break;
            default:
                WriteLeaf(source == XmlNode.None ? default : xml.Text(source), field.Shape, json);
                break;
        }
    }

    private static void WriteLeaf(ReadOnlySpan<byte> text, Shape shape, Utf8JsonWriter json)
    {
        if (shape == Shape.Text)
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteRawValue(NumberFields.IsNumber(text) ? text : "0"u8, skipInputValidation: true);
        }
    }

    /// <summary>Writes the text of each item's only element: <c>&lt;item&gt;&lt;PicMd5Sum&gt;…</c> becomes "…".</summary>
    private static void WriteTextsOfItems(XmlTable xml, int list, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        for (var item = xml.Child(list, "item"u8); item != XmlNode.None; item = xml[item].NextSame)
        {
            var inner = xml[item].FirstChild;
            json.WriteStringValue(xml.Text(inner == XmlNode.None ? item : inner));
        }

        json.WriteEndArray();
    }

    private sealed class Field(string name, Shape shape = Shape.Text, params string[] path)
    {
        public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

        public Shape Shape { get; } = shape;

        public byte[][] Path { get; } = [.. path.Select(Encoding.UTF8.GetBytes)];
    }
}
