using System.Text;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Console.Tests.Languages;

/// <summary>Finds what a source of C# says to people: the texts that it gives to reports, refusals and errors.</summary>
internal static partial class SaidInSource
{
    /// <summary>Returns the texts, with <c>{0}</c> and so on for what an interpolated one says of values.</summary>
    public static IEnumerable<string> Find(string source)
        => Call().Matches(source).SelectMany(call => Texts(source, call.Index + call.Length));

    // Up to the parenthesis or semicolon that ends it; texts that are added to one another are one.
    private static List<string> Texts(string source, int start)
    {
        var texts = new List<string>();
        var (depth, isAdded) = (1, false);
        for (var at = start; at < source.Length && depth > 0 && source[at] != ';';)
        {
            if (Other().Match(source, at) is { Success: true } other)
            {
                at += other.Length;
                continue;
            }

            if (Opening().Match(source, at) is { Success: true } opening)
            {
                var (text, end) = Read(source, at, opening, isAdded ? Blanks(texts[^1]) : 0);
                if (isAdded)
                {
                    texts[^1] += text;
                }
                else
                {
                    texts.Add(text);
                }

                var plus = Plus().Match(source, end);
                isAdded = plus.Success;
                at = isAdded ? end + plus.Length : end;
                if (isAdded && !Opening().IsMatch(source, at))
                {
                    isAdded = false;
                }

                continue;
            }

            depth += source[at++] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        return texts;
    }

    private static int Blanks(string text) => Blank().Count(text);

    private static (string Text, int End) Read(string source, int start, Match opening, int blanks)
    {
        var isInterpolated = opening.Groups["dollar"].Length > 0;
        var text = new StringBuilder();
        for (var at = start + opening.Length; at < source.Length; at++)
        {
            switch (source[at])
            {
                case '\\':
                    text.Append(source[++at]);
                    break;
                case '"':
                    return (text.ToString(), at + 1);
                case '{' when isInterpolated && source[at + 1] != '{':
                    text.Append('{').Append(blanks++).Append('}');
                    at = EndOfHole(source, at);
                    break;
                case '{' or '}' when isInterpolated:
                    text.Append(source[at++]);
                    break;
                default:
                    text.Append(source[at]);
                    break;
            }
        }

        throw new InvalidOperationException("A text has no end.");
    }

    // Texts in a hole have no quotation marks of their own that matter here: braces are counted.
    private static int EndOfHole(string source, int at)
    {
        var depth = 0;
        for (; at < source.Length; at++)
        {
            depth += source[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        throw new InvalidOperationException("A hole has no end.");
    }

    [GeneratedRegex(
        @"\breport\.(?:Error|Warn|SourceError)\(|new (?:RequestError|RuleError|OrderError|KeyRefusal|ConfigurationError|WeChatError)\("
        + @"|[eE]rrors\.Add\(\(|GatewayError\.(?:Of|Missing|Refused)\(|\bFail\(|new\((?=\$?""The API key)"
        + @"|new\((?:null|[\w.]+), ErrorClass\.\w+, "
        + @"|\bconst string \w*Fix\w*\s*= (?=\$?"")")]
    private static partial Regex Call();

    [GeneratedRegex(@"\G(?<dollar>\$*)""")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\G\s*\+\s*")]
    private static partial Regex Plus();

    // Characters, comments, and texts that nobody says: raw and verbatim ones.
    [GeneratedRegex(@"\G(?:'(?:\\.|[^'\\])+'|//[^\n]*|\$*""""""[\s\S]*?""""""|\$?@\$?""(?:[^""]|"""")*"")")]
    private static partial Regex Other();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Blank();
}
