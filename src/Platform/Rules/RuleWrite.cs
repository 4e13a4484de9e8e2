namespace WxYarpGateway.Platform.Rules;

/// <summary>The result of a change of a rule.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Revision">The revision afterwards.</param>
/// <param name="Rule">The rule afterwards; <see langword="null"/> when there is none.</param>
public sealed record RuleWrite(RuleWriteResult Result, long Revision, StoredRule? Rule);

/// <summary>What became of a change of a rule.</summary>
public enum RuleWriteResult
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>There is no such rule.</summary>
    Missing,

    /// <summary>There is a rule of that name already.</summary>
    Exists,

    /// <summary>The rule has another tag: somebody else changed it.</summary>
    Changed,

    /// <summary>The platform has as many rules as it may.</summary>
    Full,
}
