using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Console.Languages.Sentences;

/// <summary>
/// What gateways say, in Chinese: by code where there is one, else by the English sentence, which may have blanks for values. What is not
/// in <c>gateway.zh-CN.json</c>, or was said otherwise by another version, stays as it is.
/// </summary>
internal sealed partial class ChineseSentences
{
    /// <summary>The name of the embedded file.</summary>
    public const string Resource = "gateway.zh-CN.json";

    // What gateways say is shorter; a hostile one is not listened to for long.
    private const int Longest = 2000;
    private const int Deepest = 3;
    private const int MostSentences = 40;

    private readonly IReadOnlyDictionary<string, string> _sentences;
    private readonly IReadOnlyList<SentencePattern> _patterns;
    private readonly IReadOnlyDictionary<string, Meaning> _errcodes;
    private readonly IReadOnlyDictionary<string, Meaning> _wechat;
    private readonly IReadOnlyDictionary<string, Meaning> _problems;

    public ChineseSentences()
    {
        using var file = typeof(ChineseSentences).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        var table = JsonSerializer.Deserialize<Table>(file, JsonSerializerOptions.Web)!;
        (_sentences, _errcodes, _wechat, _problems) = (table.Sentences, table.Errcodes, table.Wechat, table.Problems);

        // The one that says most itself comes first.
        _patterns = [.. table.Sentences.Where(sentence => Blanks(sentence.Key) > 0)
            .Select(sentence => new SentencePattern(sentence.Key, sentence.Value))
            .OrderByDescending(pattern => pattern.Length)];
    }

    /// <summary>
    /// Returns a sentence, or several that follow each other, or what is wrong with a key after its path; as it is when it is not known.
    /// </summary>
    public string Of(string text) => text.Length > Longest ? text : Find(text, depth: 0) ?? text;

    /// <summary>Returns what an errcode means, the gateway's own or WeChat's, and what ends it; null when it is not known.</summary>
    public (string Sentence, string Cure)? Errcode(int errcode) => Errcode(errcode.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a problem and what ends it; null when its kind is not known.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="values">The values in it.</param>
    public (string Sentence, string Fix)? Problem(string kind, IReadOnlyList<string> values)
    {
        if (!_problems.TryGetValue(kind, out var known))
        {
            return null;
        }

        var fix = known.FixWithout is { } without && values is [.., ""] ? without : known.Fix!;
        if (Blanks(known.Sentence) > values.Count || Blanks(fix) > values.Count)
        {
            return null;
        }

        object[] said = [.. values.Select(Of)];
        return (
            string.Format(CultureInfo.InvariantCulture, known.Sentence, said), string.Format(CultureInfo.InvariantCulture, fix, said));
    }

    private (string Sentence, string Cure)? Errcode(string errcode)
        => _errcodes.TryGetValue(errcode, out var known) || _wechat.TryGetValue(errcode, out known) ? (known.Sentence, known.Cure!) : null;

    private string? Find(string text, int depth)
        => One(text) ?? Several(text, depth) ?? Clause(text, depth) ?? Clauses(text, depth) ?? AfterPath(text, depth, Find);

    // What no other sentence follows.
    private string? Clause(string text, int depth)
        => One(text)
            ?? Filled(text, depth)
            ?? (text.EndsWith('.') && Filled(text[..^1], depth) is { } predicate ? $"{predicate}。" : null)
            ?? AfterPath(text, depth, Clause);

    private string? One(string text)
        => _sentences.TryGetValue(text, out var known) ? known
            : text.EndsWith('.') && _sentences.TryGetValue(text[..^1], out known) ? $"{known}。"
            : null;

    // All must be known: half a translation helps nobody. Some sentences of the table are two themselves.
    private string? Several(string text, int depth)
    {
        if (Ends(text) is not { Count: > 1 and <= MostSentences } ends)
        {
            return null;
        }

        var said = new StringBuilder();
        for (var (start, first) = (0, 0); start < text.Length;)
        {
            var found = Enumerable.Range(first, ends.Count - first)
                .Where(index => index < ends.Count - 1 || start > 0)
                .Select(index => (Index: index, Said: Clause(text[start..ends[index]], depth + 1)))
                .FirstOrDefault(one => one.Said is not null);
            if (found.Said is null)
            {
                return null;
            }

            said.Append(found.Said);
            (start, first) = (ends[found.Index] + 1, found.Index + 1);
        }

        return said.ToString();
    }

    private static List<int> Ends(string text)
    {
        var ends = new List<int>();
        for (var end = text.IndexOf(". ", StringComparison.Ordinal); end >= 0; end = text.IndexOf(". ", end + 1, StringComparison.Ordinal))
        {
            ends.Add(end + 1);
        }

        ends.Add(text.Length);
        return ends;
    }

    private string? Clauses(string text, int depth)
    {
        var end = text.IndexOf("; ", StringComparison.Ordinal);
        return end > 0 && depth < Deepest && Clause(text[..end], depth + 1) is { } one && Find(text[(end + 2)..], depth + 1) is { } other
            ? $"{one}；{other}" : null;
    }

    private string? Filled(string text, int depth)
        => depth > Deepest ? null
            : _patterns.Select(pattern => pattern.Fill(
                text,
                value => Find(value, depth + 1) ?? value,
                errcode => Errcode(errcode)?.Sentence.TrimEnd('。'))).FirstOrDefault(filled => filled is not null);

    // "Gateway:Services:shop:Token is missing": the path stays.
    private static string? AfterPath(string text, int depth, Func<string, int, string?> find)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && depth < Deepest && find(text[(end + 1)..], depth + 1) is { } predicate ? $"{text[..end]} {predicate}" : null;
    }

    private static int Blanks(string text)
        => Blank().Matches(text).Select(blank => int.Parse(blank.Groups[1].Value, CultureInfo.InvariantCulture) + 1).DefaultIfEmpty().Max();

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Blank();

    private sealed record Table(
        Dictionary<string, Meaning> Errcodes,
        Dictionary<string, Meaning> Wechat,
        Dictionary<string, Meaning> Problems,
        Dictionary<string, string> Sentences);

    private sealed record Meaning(string Sentence, string? Cure, string? Fix, string? FixWithout);
}
