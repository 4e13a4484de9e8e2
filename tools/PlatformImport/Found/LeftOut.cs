namespace WxYarpGateway.PlatformImport.Found;

/// <summary>What was not taken, and why: each sentence once, with how often it is true. No sentence has a secret in it.</summary>
internal sealed class LeftOut
{
    /// <summary>What the comparison with WeChat's list mends.</summary>
    public const string NoRefreshToken = "accounts without a refresh token; the comparison with WeChat's list adds them, and says whether "
        + "they must authorize again";

    /// <summary>What WeChat mends.</summary>
    public const string OldTicket = "tickets of 12 hours or of an unknown age; the next one comes within ten minutes";

    private const int MostExamples = 5;

    private readonly List<string> _order = [];
    private readonly Dictionary<string, (long Count, List<string> Examples)> _sentences = new(StringComparer.Ordinal);

    /// <summary>Gets the sentences as lines, in the order in which they came up first.</summary>
    public IEnumerable<string> Lines => _order.Select(LineOf);

    /// <summary>Counts one.</summary>
    /// <param name="sentence">A sentence in the plural that says what and why.</param>
    /// <param name="example">Its name, of which a few are shown; empty for none.</param>
    public void Add(string sentence, string example = "")
    {
        if (!_sentences.TryGetValue(sentence, out var known))
        {
            _order.Add(sentence);
            known = (0, []);
        }

        if (example.Length > 0 && known.Examples.Count < MostExamples)
        {
            known.Examples.Add(example);
        }

        _sentences[sentence] = (known.Count + 1, known.Examples);
    }

    private string LineOf(string sentence)
    {
        var (count, examples) = _sentences[sentence];
        var shown = examples.Count == 0 ? "" : $" ({string.Join(", ", examples)}{(count > examples.Count ? ", …" : "")})";
        return $"{count} × {sentence}{shown}";
    }
}
