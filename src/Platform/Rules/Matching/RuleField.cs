namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>
/// The conditions of all rules on one field, as sets of rules: bit n of a set says that rule n takes a value. A value that some rule names
/// in full has its set ready; for any other, the sets of the patterns that match are joined.
/// </summary>
internal sealed class RuleField
{
    private readonly ulong[] _anything;
    private readonly Dictionary<string, ulong[]> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong[]>.AlternateLookup<ReadOnlySpan<char>> _affixes;
    private readonly (int Head, int Tail)[] _affixLengths;
    private readonly (string Pattern, ulong[] Set)[] _wildcards;
    private readonly bool _isAsked;

    /// <summary>Initializes a new instance of the <see cref="RuleField"/> class.</summary>
    /// <param name="conditions">The patterns of each rule on this field, in the order of the rules; empty for none.</param>
    public RuleField(IReadOnlyList<IReadOnlyList<string>> conditions)
    {
        var words = WordsFor(conditions.Count);
        var affixes = new Dictionary<string, ulong[]>(StringComparer.Ordinal);
        var wildcards = new Dictionary<string, ulong[]>(StringComparer.Ordinal);
        _anything = new ulong[words];
        for (var rule = 0; rule < conditions.Count; rule++)
        {
            if (conditions[rule].Count == 0)
            {
                Add(_anything, rule);
            }

            foreach (var pattern in conditions[rule])
            {
                var sets = Wildcard.IsLiteral(pattern) ? _literals : Wildcard.IsAffix(pattern) ? affixes : wildcards;
                if (!sets.TryGetValue(pattern, out var set))
                {
                    sets[pattern] = set = new ulong[words];
                }

                Add(set, rule);
                _isAsked = true;
            }
        }

        _affixes = affixes.GetAlternateLookup<ReadOnlySpan<char>>();
        _affixLengths = [.. affixes.Keys.Select(Wildcard.AffixesOf).Distinct()];
        _wildcards = [.. wildcards.Select(pair => (pair.Key, pair.Value))];
        foreach (var (literal, set) in _literals)
        {
            Join(set, _anything);
            JoinPatterns(set, literal);
        }
    }

    /// <summary>Returns how many words a set has.</summary>
    public static int WordsFor(int rules) => (rules + 63) / 64;

    /// <summary>Leaves in a set the rules that take a value.</summary>
    public void Narrow(Span<ulong> rules, string value)
    {
        if (!_isAsked)
        {
            return;
        }

        if (value.Length == 0 || (_affixLengths.Length == 0 && _wildcards.Length == 0 && !_literals.ContainsKey(value)))
        {
            Meet(rules, _anything);
        }
        else if (_literals.TryGetValue(value, out var set))
        {
            Meet(rules, set);
        }
        else
        {
            Span<ulong> accepted = stackalloc ulong[rules.Length];
            _anything.CopyTo(accepted);
            JoinPatterns(accepted, value);
            Meet(rules, accepted);
        }
    }

    /// <summary>Leaves in a set the rules that take one of several values, or ask for none.</summary>
    public void Narrow(Span<ulong> rules, IReadOnlyList<string> values)
    {
        if (!_isAsked)
        {
            return;
        }

        Span<ulong> accepted = stackalloc ulong[rules.Length];
        _anything.CopyTo(accepted);
        for (var index = 0; index < values.Count; index++)
        {
            if (_literals.TryGetValue(values[index], out var set))
            {
                Join(accepted, set);
            }
            else
            {
                JoinPatterns(accepted, values[index]);
            }
        }

        Meet(rules, accepted);
    }

    private static void Add(ulong[] set, int rule) => set[rule / 64] |= 1UL << (rule % 64);

    private static void Join(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var word = 0; word < set.Length; word++)
        {
            set[word] |= other[word];
        }
    }

    private static void Meet(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var word = 0; word < set.Length; word++)
        {
            set[word] &= other[word];
        }
    }

    private void JoinPatterns(Span<ulong> set, string value)
    {
        // What the value would have to be called as a pattern of these lengths is looked up, so that their number costs nothing.
        Span<char> pattern = stackalloc char[Wildcard.LongestAffix];
        foreach (var (head, tail) in _affixLengths)
        {
            if (head + tail <= value.Length
                && _affixes.TryGetValue(Wildcard.Affix(value, head, tail, pattern), out var matched))
            {
                Join(set, matched);
            }
        }

        foreach (var (wildcard, matched) in _wildcards)
        {
            if (Wildcard.IsMatch(wildcard, value))
            {
                Join(set, matched);
            }
        }
    }
}
