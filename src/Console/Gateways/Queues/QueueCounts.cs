namespace WxYarpGateway.Console.Gateways.Queues;

/// <summary>How many messages a queue has.</summary>
public sealed record QueueCounts
{
    /// <summary>Gets how many wait for a redelivery.</summary>
    public long Waiting { get; init; }

    /// <summary>Gets how many a replica works on.</summary>
    public long Leased { get; init; }

    /// <summary>Gets how many were given up.</summary>
    public long Dead { get; init; }

    /// <summary>Gets when the oldest one that waits came; null when none waits.</summary>
    public DateTimeOffset? Oldest { get; init; }
}
