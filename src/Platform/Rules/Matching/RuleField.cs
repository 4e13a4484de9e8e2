namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>
/// The conditions of all rules on one field, as sets of rules: bit n of a set says that rule n takes a value. A value that some rule names
/// in full has its set ready; for any other, the sets of the patterns that match are joined.
/// </summary>
internal sealed class RuleField
{
    private readonly ulong[] _anything;
    private readonly Dictionary<string, ulong[]> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong[]>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly int[] _prefixLengths;
    private readonly (string Pattern, ulong[] Set)[] _wildcards;
    private readonly bool _isAsked;

    /// <summary>Initializes a new instance of the <see cref="RuleField"/> class.</summary>
    /// <param name="conditions">The patterns of each rule on this field, in the order of the rules; empty for none.</param>
    public RuleField(IReadOnlyList<IReadOnlyList<string>> conditions)
    {
        var words = WordsFor(conditions.Count);
        var prefixes = new Dictionary<string, ulong[]>(StringComparer.Ordinal);
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
                var (sets, key) = Wildcard.IsLiteral(pattern) ? (_literals, pattern)
                    : Wildcard.IsPrefix(pattern) ? (prefixes, pattern[..^1])
                    : (wildcards, pattern);
                if (!sets.TryGetValue(key, out var set))
                {
                    sets[key] = set = new ulong[words];
                }

                Add(set, rule);
                _isAsked = true;
            }
        }

        _prefixes = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. prefixes.Keys.Select(prefix => prefix.Length).Distinct().Order()];
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

        if (value.Length == 0 || (_prefixLengths.Length == 0 && _wildcards.Length == 0 && !_literals.ContainsKey(value)))
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
        foreach (var length in _prefixLengths)
        {
            if (length > value.Length)
            {
                break;
            }

            if (_prefixes.TryGetValue(value.AsSpan(0, length), out var prefixed))
            {
                Join(set, prefixed);
            }
        }

        foreach (var (pattern, matched) in _wildcards)
        {
            if (Wildcard.IsMatch(pattern, value))
            {
                Join(set, matched);
            }
        }
    }
}
