namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>Matches a text with a pattern in which <c>*</c> stands for any text and <c>?</c> for one character.</summary>
internal static class Wildcard
{
    private const char Any = '*';
    private const char One = '?';

    /// <summary>Returns whether a pattern matches only itself.</summary>
    public static bool IsLiteral(string pattern) => !pattern.AsSpan().ContainsAny(Any, One);

    /// <summary>Returns whether a pattern is a start that any text may follow.</summary>
    public static bool IsPrefix(string pattern) => pattern[^1] == Any && !pattern.AsSpan(0, pattern.Length - 1).ContainsAny(Any, One);

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
