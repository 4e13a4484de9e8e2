using System.Text;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Reads the head of a parsed XML message in one look at its fields.</summary>
internal static class XmlHead
{
    /// <summary>Returns the head. Of a repeated field, the first counts.</summary>
    public static MessageHead Read(XmlTable xml)
    {
        string to = "", from = "", time = "", type = "", id = "", happened = "", key = "";
        var own = 0;
        for (var field = xml[0].FirstChild; field != XmlNode.None; field = xml[field].NextName)
        {
            var name = xml.Name(field);
            own += OurFields.Contains(name) ? 0 : 1;
            switch (name.Length)
            {
                case 5 when name.SequenceEqual("MsgId"u8):
                    id = Text(xml, field);
                    break;
                case 5 when name.SequenceEqual("Event"u8):
                    happened = Text(xml, field);
                    break;
                case 7 when name.SequenceEqual("MsgType"u8):
                    type = TypeOf(xml.Text(field));
                    break;
                case 8 when name.SequenceEqual("EventKey"u8):
                    key = Text(xml, field);
                    break;
                case 10 when name.SequenceEqual("ToUserName"u8):
                    to = Text(xml, field);
                    break;
                case 10 when name.SequenceEqual("CreateTime"u8):
                    time = Text(xml, field);
                    break;
                case 12 when name.SequenceEqual("FromUserName"u8):
                    from = Text(xml, field);
                    break;
                default:
                    break;
            }
        }

        return new MessageHead
        {
            ToUserName = to,
            FromUserName = from,
            CreateTime = time,
            MsgType = type,
            MsgId = id,
            Event = happened,
            EventKey = key,
            OwnFields = own,
        };
    }

    // Nearly all messages are of these two types.
    private static string TypeOf(ReadOnlySpan<byte> type)
        => type.SequenceEqual("text"u8) ? "text" : type.SequenceEqual("event"u8) ? "event" : Encoding.UTF8.GetString(type);

    private static string Text(XmlTable xml, int field) => Encoding.UTF8.GetString(xml.Text(field));
}
