using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WxYarpGateway.Gateway.Tests.Configuration;

/// <summary>What the source says of its members, from the documentation files beside the assemblies.</summary>
internal static partial class XmlComments
{
    private static readonly Dictionary<string, XElement> Members = Directory.GetFiles(AppContext.BaseDirectory, "WxYarpGateway.*.xml")
        .SelectMany(file => XDocument.Load(file).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>Returns the summary of a type.</summary>
    public static string Of(Type type) => Text($"T:{type.FullName}", "summary");

    /// <summary>Returns what a property is, and which values it takes.</summary>
    public static string Of(PropertyInfo property)
    {
        var name = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var what = Setter().Replace(Text(name, "summary"), match => match.Groups[1].Value.ToUpperInvariant());
        return $"{what} {Text(name, "value")}".TrimEnd();
    }

    private static string Text(string name, string part)
    {
        if (!Members.TryGetValue(name, out var member) || member.Element(part) is not { } element)
        {
            return "";
        }

        return Space().Replace(string.Concat(element.Nodes().Select(Plain)), " ").Trim();
    }

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } reference => reference.Value[(reference.Value.LastIndexOf('.') + 1)..],
        XElement element when element.Attribute("langword") is { } word => word.Value,
        XElement element => element.Value,
        _ => "",
    };

    [GeneratedRegex(@"^Gets or sets (\w)")]
    private static partial Regex Setter();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
