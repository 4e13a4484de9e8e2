using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Console.Languages;

/// <summary>
/// What gateways say, in Chinese: by code where there is one, else by the English sentence. What is not in <c>gateway.zh-CN.json</c>, or
/// was said otherwise by another version, stays as it is.
/// </summary>
internal sealed partial class ChineseSentences
{
    /// <summary>The name of the embedded file.</summary>
    public const string Resource = "gateway.zh-CN.json";

    private readonly IReadOnlyDictionary<string, string> _sentences;
    private readonly IReadOnlyDictionary<string, Meaning> _errcodes;
    private readonly IReadOnlyDictionary<string, Meaning> _problems;

    public ChineseSentences()
    {
        using var file = typeof(ChineseSentences).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        var table = JsonSerializer.Deserialize<Table>(file, JsonSerializerOptions.Web)!;
        (_sentences, _errcodes, _problems) = (table.Sentences, table.Errcodes, table.Problems);
    }

    /// <summary>Returns a sentence, or two that follow each other; as it is when it is not known.</summary>
    public string Of(string text)
    {
        if (_sentences.TryGetValue(text, out var known))
        {
            return known;
        }

        for (var end = text.IndexOf(". ", StringComparison.Ordinal); end >= 0; end = text.IndexOf(". ", end + 1, StringComparison.Ordinal))
        {
            if (_sentences.TryGetValue(text[..(end + 1)], out var first) && _sentences.TryGetValue(text[(end + 2)..], out var second))
            {
                return first + second;
            }
        }

        return text;
    }

    /// <summary>Returns what one of the gateway's own errcodes means, and what ends it; null when it is not known.</summary>
    public (string Sentence, string Cure)? Errcode(int errcode)
        => _errcodes.TryGetValue(errcode.ToString(CultureInfo.InvariantCulture), out var known) ? (known.Sentence, known.Cure!) : null;

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

    private static int Blanks(string text)
        => Blank().Matches(text).Select(blank => int.Parse(blank.Groups[1].Value, CultureInfo.InvariantCulture) + 1).DefaultIfEmpty().Max();

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Blank();

    private sealed record Table(
        Dictionary<string, Meaning> Errcodes, Dictionary<string, Meaning> Problems, Dictionary<string, string> Sentences);

    private sealed record Meaning(string Sentence, string? Cure, string? Fix, string? FixWithout);
}
