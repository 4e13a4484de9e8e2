namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>A message in <see cref="MemoryRedeliveryQueue"/>. All moments count from the start of the process.</summary>
internal sealed class MemoryEntry
{
    public required KeptMessage Message { get; set; }

    public required TimeSpan KeptAt { get; init; }

    public required TimeSpan Dies { get; init; }

    /// <summary>Gets or sets when it may be taken, or its hold ends.</summary>
    public TimeSpan Due { get; set; }

    public string? Owner { get; set; }

    /// <summary>Gets or sets a value indicating whether it is held to be delivered again, and not by a push.</summary>
    public bool IsTaken { get; set; }

    public int Tries { get; set; }

    public bool IsHeldAt(TimeSpan now) => Owner is not null && Due > now;
}
