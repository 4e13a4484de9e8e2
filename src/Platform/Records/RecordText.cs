using System.Text;

namespace WxYarpGateway.Platform.Records;

/// <summary>Makes a text of a message fit for a column: short, and of characters that every database takes.</summary>
public static class RecordText
{
    private const int Longest = 128;

    /// <summary>Returns the text; most are left as they are.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isPlain = text.Length <= Longest && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0');
        if (isPlain)
        {
            return text;
        }

        var kept = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > Longest)
            {
                break;
            }

            // A lone half of a pair is enumerated as the replacement character; PostgreSQL takes no NUL.
            kept.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return kept.ToString();
    }
}
