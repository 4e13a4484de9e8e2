using System.Runtime.CompilerServices;

namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>What the rules say of one message. The first few copies need no memory of their own.</summary>
public struct RuleMatches
{
    private const int Few = 8;

    private FewRules _copies;
    private List<Rule>? _more;

    /// <summary>Gets the rule that decides; <see langword="null"/> when none does.</summary>
    public Rule? Decider { get; internal set; }

    /// <summary>Gets the number of rules that take a copy.</summary>
    public int Copies { get; private set; }

    /// <summary>Returns a rule that takes a copy, in the order of their effect.</summary>
    /// <param name="index">Its index, from 0.</param>
    public readonly Rule Copy(int index) => index < Few ? _copies[index] : _more![index - Few];

    internal void AddCopy(Rule rule)
    {
        if (Copies < Few)
        {
            _copies[Copies] = rule;
        }
        else
        {
            (_more ??= []).Add(rule);
        }

        Copies++;
    }

    [InlineArray(Few)]
    private struct FewRules
    {
        private Rule _first;
    }
}
