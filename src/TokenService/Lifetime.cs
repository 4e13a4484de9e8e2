namespace WxYarpGateway.TokenService;

/// <summary>
/// Represents how long something is valid, counted by the monotonic clock, so that setting the wall clock changes nothing.
/// </summary>
public readonly record struct Lifetime
{
    private readonly long _startedAt;
    private readonly TimeSpan _duration;

    private Lifetime(long startedAt, TimeSpan duration)
    {
        _startedAt = startedAt;
        _duration = duration;
    }

    /// <summary>Returns a lifetime that begins now.</summary>
    public static Lifetime Start(TimeSpan duration, TimeProvider timeProvider) => new(timeProvider.GetTimestamp(), duration);

    /// <summary>Returns what is left of it; zero when it is over.</summary>
    public TimeSpan Remaining(TimeProvider timeProvider)
    {
        var remaining = _duration - timeProvider.GetElapsedTime(_startedAt);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    /// <summary>Returns how long ago it began.</summary>
    internal TimeSpan Elapsed(TimeProvider timeProvider) => timeProvider.GetElapsedTime(_startedAt);

    /// <summary>Returns the same lifetime, measured from an earlier moment.</summary>
    internal static Lifetime StartedAt(long timestamp, TimeSpan duration) => new(timestamp, duration);

    /// <summary>Returns the timestamp at which so much of it is left.</summary>
    internal long TimestampAt(TimeSpan remaining, TimeProvider timeProvider) =>
        _startedAt + (long)((_duration - remaining).TotalSeconds * timeProvider.TimestampFrequency);
}
