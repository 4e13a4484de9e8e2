namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>One step of the chat between a user and an account.</summary>
/// <param name="AppId">The account.</param>
/// <param name="OpenId">The user.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Text">The text written or shown; the type for anything but text; null for typing.</param>
/// <param name="At">When it happened.</param>
public sealed record ChatStep(string AppId, string OpenId, ChatStepKind Kind, string? Text, DateTimeOffset At)
{
    /// <summary>Gets whether it counts as an exchange, after which typing may be shown.</summary>
    internal bool IsExchange { get; init; } = Kind is ChatStepKind.Reply or ChatStepKind.Message;
}
