using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Writes an object for WeChat itself as XML: members as elements, arrays as repeated elements, text in CDATA.</summary>
internal static class RawXml
{
    /// <summary>Writes the object as a whole document.</summary>
    public static void Write(XmlReply xml, JsonElement body) => WriteElement(xml, "xml"u8, body);

    private static void WriteElement(XmlReply xml, ReadOnlySpan<byte> name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                xml.Open(name);
                foreach (var member in value.EnumerateObject())
                {
                    WriteMember(xml, Encoding.UTF8.GetBytes(member.Name), member.Value);
                }

                xml.Close(name);
                break;
            case JsonValueKind.Array:
                // An array within an array: WeChat wraps its entries in item elements.
                xml.Open(name);
                WriteMember(xml, "item"u8, value);
                xml.Close(name);
                break;
            case JsonValueKind.String:
                xml.Text(name, value.GetString()!);
                break;
            case JsonValueKind.Null:
                xml.Open(name).Close(name);
                break;
            default:
                xml.Plain(name, value.GetRawText());
                break;
        }
    }

    private static void WriteMember(XmlReply xml, ReadOnlySpan<byte> name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            WriteElement(xml, name, value);
            return;
        }

        foreach (var entry in value.EnumerateArray())
        {
            WriteElement(xml, name, entry);
        }
    }
}
