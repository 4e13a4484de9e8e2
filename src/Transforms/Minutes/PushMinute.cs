using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Minutes;

/// <summary>What one minute brought to a service of this replica.</summary>
/// <param name="At">When the minute began.</param>
public sealed record PushMinute(DateTimeOffset At)
{
    /// <summary>Gets the number of pushes: those of all outcomes.</summary>
    public long Pushes => Outcomes.Values.Sum();

    /// <summary>Gets the number of pushes by outcome; an outcome that none had is missing.</summary>
    public IReadOnlyDictionary<PushOutcome, long> Outcomes { get; init; } = new Dictionary<PushOutcome, long>();

    /// <summary>Gets the time within which half of the pushes were answered, without refused ones; zero when there were none.</summary>
    public TimeSpan P50 { get; init; }

    /// <summary>Gets the time within which 95 of 100 pushes were answered.</summary>
    public TimeSpan P95 { get; init; }

    /// <summary>Gets the time within which 99 of 100 pushes were answered.</summary>
    public TimeSpan P99 { get; init; }

    /// <summary>
    /// Gets the number of pushes whose answer came after 5 seconds, when WeChat had hung up; without those that are left unanswered.
    /// </summary>
    public long MissedDeadlines { get; init; }
}
