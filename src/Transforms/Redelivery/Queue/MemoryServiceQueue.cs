namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>The messages of one service in <see cref="MemoryRedeliveryQueue"/>, and how many of them are given out at a time.</summary>
internal sealed class MemoryServiceQueue
{
    public List<MemoryEntry> Entries { get; } = [];

    public List<(TimeSpan DiedAt, DeadLetter Letter)> Dead { get; } = [];

    /// <summary>Gets or sets the most dead letters that are kept.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>Gets or sets the most messages that are given out at a time.</summary>
    public int Width { get; set; } = 1;

    public int Failures { get; set; }

    /// <summary>Gets or sets the moment until which nothing is given out.</summary>
    public TimeSpan Rest { get; set; }

    /// <summary>Gets or sets the turn in which a message was last given out.</summary>
    public long Served { get; set; }

    /// <summary>Gives out nothing for a pause that doubles with each failure, then one message at a time.</summary>
    public void RestAt(TimeSpan now)
    {
        var rest = RedeliveryTimes.FirstRest * Math.Pow(2, Math.Min(Failures++, 16));
        (Width, Rest) = (1, now + (rest < RedeliveryTimes.LongestRest ? rest : RedeliveryTimes.LongestRest));
    }
}
