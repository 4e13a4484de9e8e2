using System.Text.Json;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>
/// Writes a parsed XML message as JSON. Dropped are white space, attributes, the root's name and <see cref="OurFields"/>.
/// </summary>
internal static class XmlMessage
{
    /// <summary>Writes the root's children as the properties of one object, then <see cref="CompatibleFields"/>.</summary>
    public static void Write(XmlTable xml, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteProperties(xml, root: 0, json);
        CompatibleFields.Write(xml, json);
        json.WriteEndObject();
    }

    /// <summary>Writes an element as text, as an array of items, or as an object.</summary>
    public static void WriteElement(XmlTable xml, int element, Utf8JsonWriter json)
    {
        if (xml[element].FirstChild == XmlNode.None)
        {
            WriteText(xml, element, json);
        }
        else if (IsItemWrapper(xml, element))
        {
            json.WriteStartArray();
            WriteChain(xml, xml[element].FirstChild, json);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            WriteProperties(xml, element, json);
            json.WriteEndObject();
        }
    }

    private static void WriteProperties(XmlTable xml, int root, Utf8JsonWriter json)
    {
        for (var head = xml[root].FirstChild; head != XmlNode.None; head = xml[head].NextName)
        {
            if (root == 0 && OurFields.Contains(xml.Name(head)))
            {
                continue;
            }

            json.WritePropertyName(xml.Name(head));
            if (xml[head].NextSame == XmlNode.None && !IsItem(xml, head))
            {
                WriteElement(xml, head, json);
            }
            else
            {
                json.WriteStartArray();
                WriteChain(xml, head, json);
                json.WriteEndArray();
            }
        }
    }

    /// <summary>Writes the entries of an array. WeChat sends a list in one wrapper of items or in several; both give one array.</summary>
    private static void WriteChain(XmlTable xml, int head, Utf8JsonWriter json)
    {
        for (var element = head; element != XmlNode.None; element = xml[element].NextSame)
        {
            if (!IsItem(xml, element) && IsItemWrapper(xml, element))
            {
                WriteChain(xml, xml[element].FirstChild, json);
            }
            else
            {
                WriteElement(xml, element, json);
            }
        }
    }

    private static void WriteText(XmlTable xml, int element, Utf8JsonWriter json)
    {
        var text = xml.Text(element);
        if (NumberFields.Contains(xml.Name(element)) && NumberFields.IsNumber(text))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static bool IsItem(XmlTable xml, int element) => xml.Name(element).SequenceEqual("item"u8);

    private static bool IsItemWrapper(XmlTable xml, int element)
    {
        var child = xml[element].FirstChild;
        return child != XmlNode.None && xml[child].NextName == XmlNode.None && IsItem(xml, child);
    }
}
