namespace WxYarpGateway.Platform.Rules;

/// <summary>A change of one rule.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Rule">What it becomes; <see langword="null"/> deletes it.</param>
/// <param name="Definition">The same as JSON; empty for a deletion.</param>
/// <param name="By">The name of the API key that changes it; empty when there is none.</param>
public sealed record RuleChange(string Name, Rule? Rule, string Definition, string By)
{
    /// <summary>Gets the person whom the key named; empty when it named none.</summary>
    public string Person { get; init; } = "";

    /// <summary>Gets a value indicating whether there must be no rule of the name yet.</summary>
    public bool MustBeNew { get; init; }

    /// <summary>Gets a value indicating whether there must be such a rule. Without it, a rule that is missing is made.</summary>
    public bool MustExist { get; init; }

    /// <summary>Gets the tags of which the rule must have one; <see langword="null"/> when any will do.</summary>
    public IReadOnlyList<string>? ETags { get; init; }

    /// <summary>Gets the most rules that the platform may have afterwards.</summary>
    public int Most { get; init; } = Rules.Rule.Most;
}
