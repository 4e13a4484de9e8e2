using System.Numerics;

namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>
/// All rules of a platform, ready to be asked. A change makes another matcher, so that each message sees one state of them.
/// </summary>
/// <remarks>A match looks each field up in a set of rules and meets the sets: its cost hardly depends on the number of rules.</remarks>
public sealed class RuleMatcher
{
    private readonly Rule[] _rules;
    private readonly ulong[] _all;
    private readonly RuleField _infoType;
    private readonly RuleField _msgType;
    private readonly RuleField _event;
    private readonly RuleField _appId;
    private readonly RuleField _kind;
    private readonly RuleField _tag;

    /// <summary>Initializes a new instance of the <see cref="RuleMatcher"/> class.</summary>
    /// <param name="rules">The rules, in any order; those that are not enabled are left out.</param>
    public RuleMatcher(IEnumerable<Rule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = [.. rules.Where(rule => rule.Enabled)];
        Array.Sort(_rules, Rule.CompareOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_rules.Length, Rule.Most, nameof(rules));
        _all = new ulong[RuleField.WordsFor(_rules.Length)];
        for (var rule = 0; rule < _rules.Length; rule++)
        {
            _all[rule / 64] |= 1UL << (rule % 64);
        }

        _infoType = Field(when => when.InfoType);
        _msgType = Field(when => when.MsgType);
        _event = Field(when => when.Event);
        _appId = Field(when => when.AppId);
        _kind = Field(when => when.Kind);
        _tag = Field(when => when.Tag);
        RuleField Field(Func<RuleConditions, IReadOnlyList<string>> condition) => new([.. _rules.Select(rule => condition(rule.When))]);
    }

    /// <summary>Gets the matcher without a rule.</summary>
    public static RuleMatcher Empty { get; } = new([]);

    /// <summary>Gets the rules in the order of their effect.</summary>
    public IReadOnlyList<Rule> Rules => _rules;

    /// <summary>
    /// Returns what the rules say of a message: the first that replies or drops decides; each copy before it counts, and each behind it
    /// when it says <see cref="RuleThen.Continue"/>. For an authorization event, each rule with a target counts as a copy.
    /// </summary>
    /// <param name="subject">The message.</param>
    public RuleMatches Match(in RuleSubject subject)
    {
        var matches = default(RuleMatches);
        Span<ulong> left = stackalloc ulong[_all.Length];
        Find(left, subject);
        for (var word = 0; word < left.Length; word++)
        {
            for (var bits = left[word]; bits != 0; bits &= bits - 1)
            {
                var rule = _rules[(word * 64) + BitOperations.TrailingZeroCount(bits)];
                if (!Take(rule, subject.IsAuthorizationEvent, ref matches))
                {
                    return matches;
                }
            }
        }

        return matches;
    }

    /// <summary>Returns all rules that match a message, in the order of their effect, each with what it does.</summary>
    /// <param name="subject">The message.</param>
    public IReadOnlyList<(Rule Rule, RuleEffect Effect)> Explain(in RuleSubject subject)
    {
        Span<ulong> left = stackalloc ulong[_all.Length];
        Find(left, subject);
        var explained = new List<(Rule, RuleEffect)>();
        var (hasDecided, counts) = (false, true);
        for (var index = 0; index < _rules.Length; index++)
        {
            if ((left[index / 64] & (1UL << (index % 64))) == 0)
            {
                continue;
            }

            var rule = _rules[index];
            var copies = subject.IsAuthorizationEvent || rule.Mode == RuleMode.Copy;
            var effect = !counts || (copies ? rule.To is null : hasDecided) ? RuleEffect.None
                : copies ? RuleEffect.Copies
                : rule.Mode == RuleMode.Drop ? RuleEffect.Drops : RuleEffect.Replies;
            explained.Add((rule, effect));
            if (effect is RuleEffect.Drops or RuleEffect.Replies)
            {
                hasDecided = true;
                counts = rule.Then == RuleThen.Continue;
            }
        }

        return explained;
    }

    /// <summary>Returns whether rules behind this one still count.</summary>
    private static bool Take(Rule rule, bool isAuthorizationEvent, ref RuleMatches matches)
    {
        if (isAuthorizationEvent || rule.Mode == RuleMode.Copy)
        {
            if (rule.To is not null)
            {
                matches.AddCopy(rule);
            }
        }
        else if (matches.Decider is null)
        {
            matches.Decider = rule;
            return rule.Then == RuleThen.Continue;
        }

        return true;
    }

    /// <summary>Leaves the set of the rules whose conditions are all met.</summary>
    private void Find(Span<ulong> rules, in RuleSubject subject)
    {
        _all.CopyTo(rules);
        _infoType.Narrow(rules, subject.InfoType);
        _msgType.Narrow(rules, subject.MsgType);
        _event.Narrow(rules, subject.Event);
        _appId.Narrow(rules, subject.AppId);
        _kind.Narrow(rules, subject.Kind);
        _tag.Narrow(rules, subject.Tags);
    }
}
