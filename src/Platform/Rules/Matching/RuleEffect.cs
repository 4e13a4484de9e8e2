namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>What a rule that matches a message does with it.</summary>
public enum RuleEffect
{
    /// <summary>Nothing: a rule before it has decided.</summary>
    None,

    /// <summary>Its backend replies.</summary>
    Replies,

    /// <summary>Its backend gets a copy.</summary>
    Copies,

    /// <summary>WeChat gets <c>success</c>.</summary>
    Drops,
}
