namespace WxYarpGateway.Platform.Rules;

/// <summary>The rules of a platform that were made at run time.</summary>
/// <param name="Revision">The revision: it grows by 1 with each change.</param>
/// <param name="Rules">The rules, in any order.</param>
public sealed record StoredRules(long Revision, IReadOnlyList<StoredRule> Rules)
{
    /// <summary>Gets no rules.</summary>
    public static StoredRules None { get; } = new(0, []);
}

/// <summary>A rule as it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">The rule as JSON; another version may have written it.</param>
/// <param name="ETag">The tag of this state of it; every change makes another.</param>
/// <param name="By">Who changed it last; empty when nobody knows.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
public sealed record StoredRule(string Name, string Definition, string ETag, string By, DateTimeOffset UpdatedAt);
