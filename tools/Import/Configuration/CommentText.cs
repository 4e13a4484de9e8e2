using System.Globalization;
using System.Text;

namespace WxYarpGateway.Import.Configuration;

/// <summary>Makes foreign text safe to stand in a comment: it can neither end the comment nor hide in it.</summary>
internal static class CommentText
{
    private const int LongestQuote = 60;

    /// <summary>Quotes a foreign value, shortened when it is long.</summary>
    public static string Quote(string value)
    {
        if (value.Length <= LongestQuote)
        {
            return $"\"{value}\"";
        }

        // Not in the middle of a surrogate pair.
        var length = char.IsHighSurrogate(value[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return $"\"{value[..length]}...\"";
    }

    /// <summary>Returns a text in which line ends, invisible characters and changes of direction are spelled as U+XXXX.</summary>
    /// <param name="text">The text.</param>
    /// <param name="asciiOnly">Whether everything that is not ASCII is spelled out too.</param>
    public static string Clean(string text, bool asciiOnly)
    {
        if (text.All(letter => letter is >= ' ' and <= '~'))
        {
            return text;
        }

        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsShown(rune) && (rune.IsAscii || !asciiOnly))
            {
                clean.Append(rune);
            }
            else
            {
                clean.Append(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
            }
        }

        return clean.ToString();
    }

    /// <summary>Returns whether a character ends lines, changes the direction or is invisible; joiners of emoji are allowed.</summary>
    public static bool IsHidden(char letter)
        => letter is not ('\u200c' or '\u200d') && char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
