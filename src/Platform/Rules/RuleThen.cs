namespace WxYarpGateway.Platform.Rules;

/// <summary>What follows a rule that decides where a message goes.</summary>
public enum RuleThen
{
    /// <summary>No rule behind it counts.</summary>
    Stop,

    /// <summary>Rules behind it with <see cref="RuleMode.Copy"/> count as well.</summary>
    Continue,
}
