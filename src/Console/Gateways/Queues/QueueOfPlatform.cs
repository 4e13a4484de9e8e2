namespace WxYarpGateway.Console.Gateways.Queues;

/// <summary>One queue of a platform: an account's messages, or the copies for a backend.</summary>
public sealed record QueueOfPlatform
{
    /// <summary>Gets the account; null for copies.</summary>
    public string? Appid { get; init; }

    /// <summary>Gets the backend; null for messages.</summary>
    public string? Backend { get; init; }

    /// <summary>Gets how many wait for a redelivery.</summary>
    public long Waiting { get; init; }

    /// <summary>Gets how many a replica works on.</summary>
    public long Leased { get; init; }

    /// <summary>Gets how many were given up.</summary>
    public long Dead { get; init; }
}
