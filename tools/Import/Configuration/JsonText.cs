using System.Globalization;
using System.Text;

namespace WxYarpGateway.Import.Configuration;

/// <summary>Writes JSON strings for people: letters and emoji stay as they are, and nothing in them is invisible.</summary>
internal static class JsonText
{
    /// <summary>Returns a text as a JSON string with its quotes; half of a surrogate pair becomes U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="asciiOnly">Whether everything that is not ASCII is escaped.</param>
    public static string Quote(string text, bool asciiOnly)
    {
        var json = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            var letters = rune.ToString();
            if (rune.Value is '"' or '\\')
            {
                json.Append('\\').Append(letters);
            }
            else if ((asciiOnly && !rune.IsAscii) || letters.Any(CommentText.IsHidden))
            {
                Escape(json, letters);
            }
            else
            {
                json.Append(letters);
            }
        }

        return json.Append('"').ToString();
    }

    private static void Escape(StringBuilder json, string letters)
    {
        foreach (var letter in letters)
        {
            _ = letter switch
            {
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                _ => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            };
        }
    }
}
