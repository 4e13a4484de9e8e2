namespace WxYarpGateway.Testing.Time;

/// <summary>
/// A clock that goes on as the machine's does, and that a test can put forward: what waits by timers is not woken by that.
/// </summary>
public sealed class ShiftedTimeProvider : TimeProvider
{
    private long _ticks;

    /// <summary>Puts the clock forward.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));
}
