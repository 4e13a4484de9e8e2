using System.Buffers;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Drops the characters that XML 1.0 forbids (2.2, production Char).</summary>
internal static class XmlCharacters
{
    private static readonly SearchValues<char> NotXml = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code).Except("\t\n\r"), '\uFFFE', '\uFFFF']);

    /// <summary>Returns the text without forbidden characters; the same string when it has none.</summary>
    public static string Carried(string text)
        => text.AsSpan().ContainsAny(NotXml) ? string.Concat(text.Where(character => !NotXml.Contains(character))) : text;
}
