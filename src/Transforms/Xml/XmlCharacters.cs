using System.Buffers;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Knows what XML 1.0 cannot carry, of what UTF-8 can: production 2.2 Char.</summary>
internal static class XmlCharacters
{
    private static readonly SearchValues<char> NotXml = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code).Except("\t\n\r"), '\uFFFE', '\uFFFF']);

    /// <summary>Returns the text without the characters that XML cannot carry; the text itself when it has none.</summary>
    public static string Carried(string text)
        => text.AsSpan().ContainsAny(NotXml) ? string.Concat(text.Where(character => !NotXml.Contains(character))) : text;
}
