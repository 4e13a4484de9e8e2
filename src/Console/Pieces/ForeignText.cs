using System.Globalization;
using System.Text;

namespace WxYarpGateway.Console.Pieces;

/// <summary>
/// Makes texts that WeChat, users or backends wrote fit to be shown: short, and without marks that are not seen but change how the rest
/// is read.
/// </summary>
internal static class ForeignText
{
    /// <summary>The usual most characters of a text in a row.</summary>
    public const int Usual = 200;

    /// <summary>Returns a text of several lines.</summary>
    public static string Lines(string? text, int most) => Of(text, most, keepsLines: true);

    /// <summary>Returns the text; a control or direction mark becomes its number, such as <c>\u202e</c>.</summary>
    public static string Of(string? text, int most = Usual) => Of(text, most, keepsLines: false);

    private static string Of(string? text, int most, bool keepsLines)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var isCut = text.Length > most;
        var shown = isCut ? text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most) : text;
        var written = new StringBuilder(shown.Length + 1);
        foreach (var character in shown)
        {
            if (IsMark(character) && !(keepsLines && character is ('\n' or '\r' or '\t')))
            {
                written.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                written.Append(character);
            }
        }

        return isCut ? written.Append('…').ToString() : written.ToString();
    }

    private static bool IsMark(char character)
        => char.GetUnicodeCategory(character)
            is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
