namespace WxYarpGateway.TokenService.Stores;

/// <summary>
/// A clock whose time of day is worked out from the monotonic one: Polly's circuit breaker reads the time of day, which can be set back.
/// </summary>
internal sealed class MonotonicTimeProvider(TimeProvider timeProvider) : TimeProvider
{
    private readonly DateTimeOffset _start = timeProvider.GetUtcNow();
    private readonly long _startedAt = timeProvider.GetTimestamp();

    public override long TimestampFrequency => timeProvider.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + timeProvider.GetElapsedTime(_startedAt);

    public override long GetTimestamp() => timeProvider.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        timeProvider.CreateTimer(callback, state, dueTime, period);
}
