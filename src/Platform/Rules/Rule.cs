using WxYarpGateway.Platform.Messages;

namespace WxYarpGateway.Platform.Rules;

/// <summary>Decides where messages and authorization events of a platform go. A rule never changes; an edit makes another one.</summary>
public sealed record Rule
{
    /// <summary>The name that no rule may have: it stands for the dry run in URLs.</summary>
    public const string ReservedName = "test";

    /// <summary>The most rules that a platform may have, configured ones included.</summary>
    public const int Most = 2_000;

    /// <summary>The longest name.</summary>
    public const int LongestName = 64;

    /// <summary>The longest deadline: WeChat waits 5 seconds (被动回复, 5 秒).</summary>
    public static readonly TimeSpan LongestDeadline = TimeSpan.FromSeconds(4.8);

    /// <summary>The shortest deadline.</summary>
    public static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the name, unique in its platform: 1 to 64 letters, digits, <c>_</c>, <c>-</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the priority. Higher ones come first; among equals, the name decides.</summary>
    /// <value>The default is 0.</value>
    public int Priority { get; init; }

    /// <summary>Gets a value indicating whether the rule takes anything at all.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets what a message must be like; all conditions that are given must be met.</summary>
    public RuleConditions When { get; init; } = RuleConditions.None;

    /// <summary>Gets the backend and path; <see langword="null"/> only for <see cref="RuleMode.Drop"/>.</summary>
    public RuleTarget? To { get; init; }

    /// <summary>Gets what happens to a message that matches.</summary>
    /// <value>The default is <see cref="RuleMode.Reply"/>.</value>
    public RuleMode Mode { get; init; }

    /// <summary>Gets the form in which the backend gets the message.</summary>
    /// <value>The default is <see cref="TargetFormat.Json"/>.</value>
    public TargetFormat Format { get; init; }

    /// <summary>Gets the time after which WeChat is answered without the backend; <see langword="null"/> for the service's own.</summary>
    /// <value>From 0.1 to 4.8 seconds.</value>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Gets whether copies of rules behind a deciding one count.</summary>
    /// <value>The default is <see cref="RuleThen.Stop"/>.</value>
    public RuleThen Then { get; init; }

    /// <summary>Returns whether a text may be a rule's name.</summary>
    /// <param name="name">The text.</param>
    public static bool IsName(string name)
        => name is { Length: > 0 and <= LongestName } && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.')
            && name.Any(char.IsLetterOrDigit) && !name.Equals(ReservedName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Compares rules by the order of their effect: priority from high to low, then name.</summary>
    /// <param name="one">A rule.</param>
    /// <param name="other">Another one.</param>
    public static int CompareOrder(Rule one, Rule other)
        => one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : string.CompareOrdinal(one.Name, other.Name);
}
