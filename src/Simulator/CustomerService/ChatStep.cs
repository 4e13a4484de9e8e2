namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Holds one thing that happened between a user and an account.</summary>
/// <param name="AppId">The account.</param>
/// <param name="OpenId">The user.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Text">The text that was written or shown; for what is no text, its type; null for typing.</param>
/// <param name="At">When.</param>
public sealed record ChatStep(string AppId, string OpenId, ChatStepKind Kind, string? Text, DateTimeOffset At)
{
    /// <summary>Gets whether it counts as an exchange between the two, after which typing may be shown.</summary>
    internal bool IsExchange { get; init; } = Kind is ChatStepKind.Reply or ChatStepKind.Message;
}
