using System.Xml;
using System.Xml.Linq;

namespace WxYarpGateway.Console.Pages.Try;

/// <summary>A field of a sample that can be changed.</summary>
/// <param name="Name">Its name, or its path, such as <c>SendLocationInfo.Label</c>.</param>
/// <param name="Value">Its value in the sample.</param>
internal sealed record SampleField(string Name, string Value)
{
    // The gateway writes these anew for each test.
    private static readonly string[] Renewed = ["CreateTime", "MsgId"];

    /// <summary>Returns the fields of a sample; none when it is no XML.</summary>
    public static IReadOnlyList<SampleField> Of(string xml)
    {
        try
        {
            using var text = new StringReader(xml);
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            return [.. Below(root, "")
                .Where(field => !Renewed.Contains(field.Name, StringComparer.Ordinal))
                .DistinctBy(field => field.Name)];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static IEnumerable<SampleField> Below(XElement element, string path)
    {
        foreach (var child in element.Elements())
        {
            var name = path + child.Name.LocalName;
            if (child.HasElements)
            {
                foreach (var field in Below(child, name + "."))
                {
                    yield return field;
                }
            }
            else
            {
                yield return new SampleField(name, child.Value);
            }
        }
    }
}
