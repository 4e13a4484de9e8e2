namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>A message in <see cref="MemoryRedeliveryQueue"/>. All moments count from the start of the process.</summary>
internal sealed class MemoryEntry
{
    public required KeptMessage Message { get; set; }

    public required TimeSpan KeptAt { get; init; }

    /// <summary>Gets the moment at which the message becomes a dead letter.</summary>
    public required TimeSpan Dies { get; init; }

    /// <summary>Gets or sets the moment at which the message may be taken: when it is due, or when its lease ends.</summary>
    public TimeSpan Due { get; set; }

    /// <summary>Gets or sets the owner of the lease; <see langword="null"/> when there is none.</summary>
    public string? Owner { get; set; }

    /// <summary>Gets or sets a value indicating whether the lease is a redelivery's, and not a push's.</summary>
    public bool IsTaken { get; set; }

    public int Tries { get; set; }

    public bool IsLeasedAt(TimeSpan now) => Owner is not null && Due > now;
}
