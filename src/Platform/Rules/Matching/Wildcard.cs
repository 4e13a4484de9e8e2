namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>Matches a text with a pattern in which <c>*</c> stands for any text and <c>?</c> for one character.</summary>
internal static class Wildcard
{
    /// <summary>The longest pattern that counts as one of a start and an end.</summary>
    public const int LongestAffix = 256;

    private const char Any = '*';
    private const char One = '?';

    /// <summary>Returns whether a pattern matches only itself.</summary>
    public static bool IsLiteral(string pattern) => !pattern.AsSpan().ContainsAny(Any, One);

    /// <summary>Returns whether a pattern is a start and an end, of which one may be empty, with any text between.</summary>
    public static bool IsAffix(string pattern)
        => pattern.Length <= LongestAffix && !pattern.Contains(One) && pattern.AsSpan().Count(Any) == 1;

    /// <summary>Returns the lengths of the start and of the end of such a pattern.</summary>
    public static (int Head, int Tail) AffixesOf(string pattern)
    {
        var head = pattern.IndexOf(Any);
        return (head, pattern.Length - head - 1);
    }

    /// <summary>Writes the one such pattern with these lengths that a text matches. The text must not be shorter than both.</summary>
    public static ReadOnlySpan<char> Affix(ReadOnlySpan<char> text, int head, int tail, Span<char> pattern)
    {
        text[..head].CopyTo(pattern);
        pattern[head] = Any;
        text[^tail..].CopyTo(pattern[(head + 1)..]);
        return pattern[..(head + 1 + tail)];
    }

    /// <summary>
    /// Returns whether the text matches; of texts without surrogates, each character is one. It takes no more than the product of both
    /// lengths.
    /// </summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int at = 0, star = -1, resumed = 0;
        for (var index = 0; index < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == Any)
            {
                star = at++;
                resumed = index;
            }
            else if (at < pattern.Length && (pattern[at] == One || pattern[at] == text[index]))
            {
                at++;
                index++;
            }
            else if (star >= 0)
            {
                // Let the last asterisk take one character more.
                at = star + 1;
                index = ++resumed;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart(Any).IsEmpty;
    }
}
