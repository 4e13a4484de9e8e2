namespace WxYarpGateway.Console.Gateways.Queues;

/// <summary>The queues of a platform that have anything.</summary>
public sealed record PlatformQueues
{
    /// <summary>Gets the queues.</summary>
    public IReadOnlyList<QueueOfPlatform> Queues { get; init; } = [];
}
