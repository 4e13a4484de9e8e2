using System.Text;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>Splits a text into parts that WeChat takes: at a paragraph, else a line, else a sentence, else a character.</summary>
internal static class TextParts
{
    /// <summary>WeChat refuses a longer text: errcode 45002, and passively "该公众号提供的服务出现故障".</summary>
    public const int MostBytes = 2047;

    /// <summary>Ends a text whose rest is left out.</summary>
    public const string Ellipsis = "…";

    private const int EllipsisBytes = 3;

    // No UTF-16 unit takes more in UTF-8.
    private const int BytesOfUnit = 3;

    /// <summary>The least size, in eighths, of a part that ends at a sentence or better. The first with few enough parts counts.</summary>
    private static readonly int[] Fillings = [0, 4, 7, 8];

    /// <summary>Returns the parts of a text, without white space at the splits; none when WeChat can carry nothing of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostBytes">The largest part in bytes of UTF-8; at least the size of an ellipsis.</param>
    /// <param name="mostParts">The most parts; at least 1.</param>
    /// <param name="isCut">Whether the text needs more parts, so that the last one ends with an ellipsis.</param>
    public static IReadOnlyList<string> Split(string text, int mostBytes, int mostParts, out bool isCut)
    {
        isCut = false;
        if (IsShort(text, mostBytes))
        {
            return XmlCharacters.Carried(text).Length == 0 ? [] : [text];
        }

        text = Carried(text);
        List<string> parts = [];
        foreach (var filling in Fillings)
        {
            parts = Split(text, mostBytes, mostBytes * filling / 8, mostParts, out isCut);
            if (!isCut)
            {
                break;
            }
        }

        return parts;
    }

    /// <summary>Returns the first part of a text, and the rest; the rest of a short text is empty.</summary>
    public static (string First, string Left) Cut(string text, int mostBytes)
    {
        if (IsShort(text, mostBytes))
        {
            return (text, "");
        }

        text = Carried(text);
        var (end, next) = TextBreak.Find(text, mostBytes, leastBytes: 0);
        return (text[..end].TrimEnd(), text[next..]);
    }

    /// <summary>Cuts a text to a size, with an ellipsis for the end that is left out.</summary>
    public static string Shorten(string text, int mostBytes, out bool isCut)
    {
        isCut = !IsShort(text, mostBytes);
        if (!isCut)
        {
            return text;
        }

        text = Carried(text);
        return text[..TextBreak.Find(text, mostBytes - EllipsisBytes, mostBytes).End].TrimEnd() + Ellipsis;
    }

    /// <summary>Returns whether a text needs no splitting.</summary>
    public static bool IsShort(string text, int mostBytes = MostBytes)
        => text.Length <= mostBytes / BytesOfUnit || Encoding.UTF8.GetByteCount(XmlCharacters.Carried(text)) <= mostBytes;

    private static List<string> Split(string text, int mostBytes, int leastBytes, int mostParts, out bool isCut)
    {
        isCut = false;
        List<string> parts = [];
        var rest = TextBreak.TrimStart(text);
        while (!rest.IsWhiteSpace() && !isCut)
        {
            var (end, next) = TextBreak.Find(rest, mostBytes, leastBytes);
            isCut = parts.Count == mostParts - 1 && !rest[next..].IsWhiteSpace();
            if (isCut)
            {
                rest = TextBreak.TrimStart(rest);
                (end, next) = TextBreak.Find(rest, mostBytes - EllipsisBytes, mostBytes);
            }

            // The last part keeps the white space at its end.
            var part = next < rest.Length ? rest[..end].TrimEnd() : rest[..end];
            if (!part.IsEmpty)
            {
                parts.Add(isCut ? string.Concat(part, Ellipsis) : part.ToString());
            }

            rest = rest[next..];
        }

        return parts;
    }

    /// <summary>Returns the text as WeChat measures it: without what XML cannot carry, with U+FFFD for a lone surrogate.</summary>
    private static string Carried(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(XmlCharacters.Carried(text)));
}
