using System.Collections.Frozen;
using System.Text;
using WxYarpGateway.Platform.Forms;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules.Json;
using WxYarpGateway.Platform.Rules.Matching;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Rules;

/// <summary>All rules of a platform at one revision of one configuration. A change makes another one.</summary>
public sealed class RulesInForce
{
    private readonly FrozenDictionary<Rule, RoutedMessage> _deciders;
    private readonly FrozenDictionary<Rule, RoutedCopy> _copies;

    internal RulesInForce(WeChatPlatform platform, StoredRules stored)
    {
        Platform = platform;
        Stored = stored;
        Entries = [.. EntriesOf(platform, stored)];
        Matcher = new RuleMatcher(Entries.Where(entry => entry.Problem.Length == 0).Select(entry => entry.Rule!).Take(Rule.Most));
        _deciders = Matcher.Rules.ToFrozenDictionary(rule => rule, DecisionOf, RuleIdentity.Instance);
        _copies = Matcher.Rules.Where(rule => rule.To is not null).ToFrozenDictionary(rule => rule, CopyOf, RuleIdentity.Instance);
    }

    /// <summary>Gets the platform whose configured rules are among them.</summary>
    public WeChatPlatform Platform { get; }

    /// <summary>Gets the revision of those that were made at run time.</summary>
    public long Revision => Stored.Revision;

    /// <summary>Gets all rules, also those that take nothing, in the order of their effect.</summary>
    public IReadOnlyList<RuleEntry> Entries { get; }

    /// <summary>Gets the matcher.</summary>
    public RuleMatcher Matcher { get; }

    /// <summary>Gets those that were made at run time.</summary>
    internal StoredRules Stored { get; }

    /// <summary>Finds a rule by its name, whose case does not matter.</summary>
    /// <param name="name">The name.</param>
    public RuleEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns what is decided of a message; <see langword="null"/> when no rule matches.</summary>
    internal RoutedMessage? Route(in RuleSubject subject)
    {
        var matches = Matcher.Match(subject);
        var decided = matches.Decider is { } decider ? _deciders[decider] : null;
        if (matches.Copies == 0)
        {
            return decided;
        }

        var copies = new RoutedCopy[matches.Copies];
        for (var index = 0; index < copies.Length; index++)
        {
            copies[index] = _copies[matches.Copy(index)];
        }

        return decided is null ? new RoutedMessage { Copies = copies } : decided with { Copies = copies };
    }

    private static IEnumerable<RuleEntry> EntriesOf(WeChatPlatform platform, StoredRules stored)
    {
        var configured = platform.Options.Rules is { } section ? RuleConfiguration.Read(section, platform.Backends, report: null) : [];
        var names = configured.Select(rule => rule.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return configured.Select(rule => new RuleEntry(rule.Name, rule, Stored: null, Problem: ""))
            .Concat(stored.Rules.Select(rule => EntryOf(rule, platform, names)))
            .OrderByDescending(entry => entry.Rule?.Priority ?? int.MinValue)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal);
    }

    private static RuleEntry EntryOf(StoredRule stored, WeChatPlatform platform, HashSet<string> configured)
    {
        var json = Encoding.UTF8.GetBytes(stored.Definition);
        var read = RuleJson.Read(json, stored.Name, backends: null);
        if (read.Rule is null)
        {
            return new RuleEntry(stored.Name, null, stored, "A newer version of the gateway wrote it; this one cannot read it.");
        }

        return new RuleEntry(
            stored.Name,
            read.Rule,
            stored,
            configured.Contains(stored.Name) ? "A rule of the configuration has its name."
                : read.Rule.To is { } to && !platform.Backends.Contains(to.Backend) ? $"Gateway:Backends has no {to.Backend}."
                : "");
    }

    private static RoutedMessage DecisionOf(Rule rule) => new()
    {
        Rule = rule.Name,
        Target = TargetOf(rule),
        IsDropped = rule.Mode == RuleMode.Drop,
        Deadline = rule.Deadline,
    };

    private static RoutedCopy CopyOf(Rule rule) => new(rule.Name, TargetOf(rule)!);

    /// <summary>Returns where a rule sends what it takes, and in which form; <see langword="null"/> when it sends nothing.</summary>
    internal static MessageTarget? TargetOf(Rule rule)
        => rule.To is { } to ? new MessageTarget(to.Backend, to.Path?.ToString(), FormNames.Of(rule.Format)) : null;

    /// <summary>Tells rules apart without comparing what is in them.</summary>
    private sealed class RuleIdentity : IEqualityComparer<Rule>
    {
        public static RuleIdentity Instance { get; } = new();

        public bool Equals(Rule? x, Rule? y) => ReferenceEquals(x, y);

        public int GetHashCode(Rule obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
