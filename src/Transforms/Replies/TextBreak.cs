using System.Buffers;
using System.Globalization;
using System.Text;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>Finds where to split a long text: never inside a surrogate pair, nor inside what a reader sees as one character.</summary>
internal static class TextBreak
{
    private const string Closing = "”’」』）》】〉〕\"')]}";

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\u2028\u2029");
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？；…!?.｡");
    private static readonly SearchValues<char> WideSentenceEnds = SearchValues.Create("。！？；…｡");

    /// <summary>Returns where the part ends and where the next begins. The white space between them is dropped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostBytes">The largest part in bytes of UTF-8.</param>
    /// <param name="leastBytes">The least size of a part that ends at a sentence, a line or a paragraph, and not at a character.</param>
    public static (int End, int Next) Find(ReadOnlySpan<char> text, int mostBytes, int leastBytes)
    {
        var ends = CharacterEnds(text, mostBytes, leastBytes, out var least);
        var limit = ends[^1];
        if (limit == text.Length)
        {
            return (limit, limit);
        }

        var end = LineBreak(text, ends, least, isParagraph: true)
            ?? LineBreak(text, ends, least, isParagraph: false)
            ?? SentenceBreak(text, ends, least)
            ?? limit;
        return (end, EndOfWhiteSpace(text, end));
    }

    /// <summary>Returns the text without the white space at its beginning.</summary>
    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
        => text[WithoutAccent(text, 0, text.Length - text.TrimStart().Length)..];

    /// <summary>Returns the ends of the characters that fit. A single character that does not fit is cut between its runes.</summary>
    private static List<int> CharacterEnds(ReadOnlySpan<char> text, int mostBytes, int leastBytes, out int least)
    {
        List<int> ends = [];
        var (end, bytes) = (0, 0);
        least = int.MaxValue;
        while (end < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text[end..]);
            bytes += Encoding.UTF8.GetByteCount(text.Slice(end, length));
            if (bytes > mostBytes)
            {
                break;
            }

            end += length;
            ends.Add(end);
            least = least == int.MaxValue && bytes >= leastBytes ? end : least;
        }

        if (ends.Count == 0)
        {
            ends.Add(RunesThatFit(text, mostBytes));
        }

        return ends;
    }

    private static int RunesThatFit(ReadOnlySpan<char> text, int mostBytes)
    {
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            mostBytes -= rune.Utf8SequenceLength;
            if (mostBytes < 0)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        // Every part has at least one unit, or splitting would never end.
        return Math.Max(end, 1);
    }

    /// <summary>Returns the end of the last line, or the last paragraph, within the limit.</summary>
    private static int? LineBreak(ReadOnlySpan<char> text, List<int> ends, int least, bool isParagraph)
    {
        for (var at = ends[^1]; at >= least && at > 0; at--)
        {
            if (!LineEnds.Contains(text[at]))
            {
                continue;
            }

            // A paragraph ends where an empty line separates the words from the next ones.
            var start = text[..at].TrimEnd().Length;
            if (start < least || start == 0)
            {
                return null;
            }

            if (ends.BinarySearch(start) >= 0 && (!isParagraph || HasEmptyLine(text[start..EndOfWhiteSpace(text, start)])))
            {
                return start;
            }

            at = start;
        }

        return null;
    }

    private static bool HasEmptyLine(ReadOnlySpan<char> whiteSpace)
    {
        var lines = 0;
        for (var at = whiteSpace.IndexOfAny(LineEnds); at >= 0; at = whiteSpace.IndexOfAny(LineEnds))
        {
            lines++;
            whiteSpace = whiteSpace[(at + (whiteSpace[at..].StartsWith("\r\n") ? 2 : 1))..];
        }

        return lines > 1;
    }

    /// <summary>Returns the end of the last sentence within the limit, behind its closing quotes and brackets.</summary>
    private static int? SentenceBreak(ReadOnlySpan<char> text, List<int> ends, int least)
    {
        for (var index = ends.Count - 1; index >= 0 && ends[index] >= least; index--)
        {
            var end = ends[index];
            var next = text[end];
            var words = text[..end].TrimEnd(Closing);
            var goesOn = SentenceEnds.Contains(next) || Closing.Contains(next, StringComparison.Ordinal);
            if (words.IsEmpty || !SentenceEnds.Contains(words[^1]) || goesOn)
            {
                continue;
            }

            // A full stop may be part of a number or a name.
            if (WideSentenceEnds.Contains(words[^1]) || char.IsWhiteSpace(next))
            {
                return end;
            }
        }

        return null;
    }

    /// <summary>Returns the end of the white space that a split drops. The next line keeps its indentation.</summary>
    private static int EndOfWhiteSpace(ReadOnlySpan<char> text, int start)
    {
        var whiteSpace = text[start..][..(text.Length - start - text[start..].TrimStart().Length)];
        var line = whiteSpace.LastIndexOfAny(LineEnds);
        return WithoutAccent(text, start, start + (line < 0 ? whiteSpace.Length : line + 1));
    }

    /// <summary>Keeps the last blank when it carries an accent, since then it is a visible character.</summary>
    private static int WithoutAccent(ReadOnlySpan<char> text, int start, int end)
    {
        while (end > start && end < text.Length && StringInfo.GetNextTextElementLength(text[(end - 1)..]) > 1)
        {
            end--;
        }

        return end;
    }
}
