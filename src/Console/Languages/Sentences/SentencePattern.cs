using System.Globalization;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Console.Languages.Sentences;

/// <summary>A sentence with blanks, such as <c>must be a number from 1 to {0}</c>, and the same in Chinese.</summary>
internal sealed partial class SentencePattern
{
    private const string BeforeErrcode = "errcode ";

    // What stands before the first blank, between them, and after the last; and the number of each blank.
    private readonly string[] _parts;
    private readonly int[] _blanks;
    private readonly string _chinese;

    /// <summary>Reads a sentence.</summary>
    /// <param name="english">What the gateway says, with blanks.</param>
    /// <param name="chinese">The same in Chinese, with the same blanks.</param>
    public SentencePattern(string english, string chinese)
    {
        _parts = Blank().Split(english).Where((_, index) => index % 2 == 0).ToArray();
        _blanks = [.. Blank().Matches(english).Select(blank => int.Parse(blank.Groups[1].Value, CultureInfo.InvariantCulture))];
        _chinese = chinese;
        Length = _parts.Sum(part => part.Length);
    }

    /// <summary>Gets how many characters are the sentence's own.</summary>
    public int Length { get; }

    /// <summary>Returns the Chinese sentence with the values of a text; null when the text is another one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="said">Says a value.</param>
    /// <param name="meaning">Returns what an errcode of WeChat's means; null when that is not known.</param>
    public string? Fill(string text, Func<string, string> said, Func<string, string?> meaning)
    {
        if (!text.StartsWith(_parts[0], StringComparison.Ordinal) || !text.EndsWith(_parts[^1], StringComparison.Ordinal))
        {
            return null;
        }

        // The full stop is the sentence's, not the value's.
        if (_parts[^1].Length == 0 && text.EndsWith('.'))
        {
            return null;
        }

        var values = new Dictionary<int, string>();
        var at = _parts[0].Length;
        for (var index = 0; index < _blanks.Length; index++)
        {
            var next = _parts[index + 1];
            var end = index == _blanks.Length - 1
                ? text.Length - next.Length
                : text.IndexOf(next, Math.Min(at + 1, text.Length), StringComparison.Ordinal);
            if (end <= at || Value(text[at..end], _parts[index], said, meaning) is not { } value)
            {
                return null;
            }

            values[_blanks[index]] = value;
            at = end + next.Length;
        }

        return Blank().Replace(_chinese, blank => values[int.Parse(blank.Groups[1].Value, CultureInfo.InvariantCulture)]);
    }

    // What is no value makes another sentence of it; only what somebody else said, in quotation marks, may be several.
    private static string? Value(string value, string before, Func<string, string> said, Func<string, string?> meaning)
    {
        if (before.EndsWith(BeforeErrcode, StringComparison.Ordinal))
        {
            return !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null
                : meaning(value) is { } meant ? $"{value}（{meant}）" : value;
        }

        return before.EndsWith('\'') ? value
            : value.Contains(". ", StringComparison.Ordinal) || value.Contains("; ", StringComparison.Ordinal) ? null
            : said(value);
    }

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Blank();
}
