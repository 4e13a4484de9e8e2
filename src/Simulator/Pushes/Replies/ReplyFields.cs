using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>Flattens an XML or JSON reply into values by path.</summary>
internal static class ReplyFields
{
    private static readonly XmlReaderSettings NoDoctype = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    public static Dictionary<string, string> ReadXml(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), NoDoctype);
            var root = XDocument.Load(reader).Root!;
            if (root.Name != "xml")
            {
                throw new MalformedReplyException($"The reply's root element must be 'xml'; it is '{root.Name}'.");
            }

            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            AddChildren(fields, "", root);
            return fields;
        }
        catch (XmlException exception)
        {
            throw new MalformedReplyException($"The reply must be XML: {exception.Message}", exception);
        }
    }

    public static Dictionary<string, string> ReadJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new MalformedReplyException("The reply must be a JSON object.");
            }

            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            Add(fields, "", json.RootElement);
            return fields;
        }
        catch (JsonException exception)
        {
            throw new MalformedReplyException($"The reply must be JSON: {exception.Message}", exception);
        }
    }

    private static void AddChildren(Dictionary<string, string> fields, string prefix, XElement parent)
    {
        foreach (var sameName in parent.Elements().GroupBy(element => element.Name.LocalName))
        {
            // An 'item' is a list even when it is alone.
            var isList = sameName.Key == "item" || sameName.Skip(1).Any();
            foreach (var (index, element) in sameName.Index())
            {
                var path = prefix + sameName.Key + (isList ? $"[{index}]" : "");
                if (element.HasElements)
                {
                    AddChildren(fields, $"{path}.", element);
                }
                else
                {
                    fields[path] = element.Value;
                }
            }
        }
    }

    private static void Add(Dictionary<string, string> fields, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(fields, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    Add(fields, $"{path}[{index}]", item);
                }

                break;
            default:
                fields[path] = value.ToString();
                break;
        }
    }
}
