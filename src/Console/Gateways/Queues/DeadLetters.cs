namespace WxYarpGateway.Console.Gateways.Queues;

/// <summary>The dead letters of a queue, the oldest first.</summary>
public sealed record DeadLetters
{
    /// <summary>Gets the letters.</summary>
    public IReadOnlyList<DeadLetter> Dead { get; init; } = [];
}
