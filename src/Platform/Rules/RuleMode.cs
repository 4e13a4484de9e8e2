namespace WxYarpGateway.Platform.Rules;

/// <summary>What happens to a message that a rule matches. An authorization event is copied, whatever the mode.</summary>
public enum RuleMode
{
    /// <summary>The backend's answer is the reply.</summary>
    Reply,

    /// <summary>The message is kept, delivered and repeated on its own; the answer is ignored.</summary>
    Copy,

    /// <summary>WeChat gets <c>success</c>, and nothing else happens.</summary>
    Drop,
}
