namespace WxYarpGateway.Platform.Histories;

/// <summary>A change of a rule that was made at run time.</summary>
/// <param name="At">When.</param>
/// <param name="By">The name of the API key that changed it; empty when there was none.</param>
/// <param name="Change">What was done: <see cref="Added"/>, <see cref="Changed"/> or <see cref="Deleted"/>.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Revision">The revision of the platform's rules that the change made.</param>
/// <param name="Definition">The rule afterwards as JSON; of a deleted one, what it was.</param>
public sealed record RuleNote(DateTimeOffset At, string By, string Change, string Rule, long Revision, string Definition)
{
    /// <summary>The rule is new.</summary>
    public const string Added = "added";

    /// <summary>The rule became another.</summary>
    public const string Changed = "changed";

    /// <summary>The rule is no longer.</summary>
    public const string Deleted = "deleted";

    /// <summary>Gets the person whom the key named; empty when it named none.</summary>
    public string Person { get; init; } = "";
}
