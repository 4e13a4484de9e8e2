namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>What <see cref="MemoryRedeliveryQueue"/> has of one service, and how fast it is given out.</summary>
internal sealed class MemoryShelf
{
    public List<MemoryEntry> Entries { get; } = [];

    public List<(TimeSpan DiedAt, DeadLetter Letter)> Dead { get; } = [];

    /// <summary>Gets or sets how many dead letters are kept.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>Gets or sets how many messages are given out at a time.</summary>
    public int Width { get; set; } = 1;

    public int Failures { get; set; }

    /// <summary>Gets or sets until when nothing is given out.</summary>
    public TimeSpan Rest { get; set; }

    /// <summary>Gets or sets in which turn something was given out last.</summary>
    public long Served { get; set; }

    /// <summary>Gives out one at a time from now on, and none for a while that doubles with each failure.</summary>
    public void RestAt(TimeSpan now)
    {
        var rest = RedeliveryTimes.FirstRest * Math.Pow(2, Math.Min(Failures++, 16));
        (Width, Rest) = (1, now + (rest < RedeliveryTimes.LongestRest ? rest : RedeliveryTimes.LongestRest));
    }
}
