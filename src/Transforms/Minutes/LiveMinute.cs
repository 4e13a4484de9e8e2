using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Minutes;

/// <summary>The counters of a minute that may still get pushes. Many threads count at once, without waiting for each other.</summary>
internal sealed class LiveMinute
{
    /// <summary>How many outcomes there are.</summary>
    public static readonly int Outcomes = Enum.GetValues<PushOutcome>().Length;

    // WeChat closes the connection after 5 s.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly int[] _outcomes = new int[Outcomes];
    private readonly int[] _durations = new int[LatencyBuckets.Count];
    private long _number = -1;
    private int _missed;

    /// <summary>Gets the number of the minute, counted from the year 1; negative before the first.</summary>
    public long Number => Volatile.Read(ref _number);

    /// <summary>Gets how many pushes WeChat did not wait for any longer.</summary>
    public int Missed => Volatile.Read(ref _missed);

    /// <summary>Begins to count for another minute.</summary>
    public void Begin(long number)
    {
        Array.Clear(_outcomes);
        Array.Clear(_durations);
        _missed = 0;
        Volatile.Write(ref _number, number);
    }

    /// <summary>Counts a push.</summary>
    public void Count(PushOutcome outcome, TimeSpan duration)
    {
        Interlocked.Increment(ref _outcomes[(int)outcome]);

        // Whoever sends what is refused is not WeChat, and would make the gateway look quick.
        if (outcome.IsRefusal())
        {
            return;
        }

        Interlocked.Increment(ref _durations[LatencyBuckets.Of(duration)]);
        if (duration >= Limit && outcome != PushOutcome.Unanswered)
        {
            Interlocked.Increment(ref _missed);
        }
    }

    /// <summary>Returns how many pushes had an outcome.</summary>
    public int CountOf(int outcome) => Volatile.Read(ref _outcomes[outcome]);

    /// <summary>Returns the duration below which a part of the pushes was answered.</summary>
    public TimeSpan Percentile(double part) => LatencyBuckets.Percentile(_durations, part);
}
