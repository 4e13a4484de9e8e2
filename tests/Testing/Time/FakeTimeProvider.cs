namespace WxYarpGateway.Testing.Time;

/// <summary>A clock that stands still until a test moves it; its timers fire in order of their due time.</summary>
public sealed class FakeTimeProvider : TimeProvider
{
    // Not 10 MHz, so that code which takes timestamps for TimeSpan ticks is found out.
    private const long Frequency = 3_000_000;

    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _wallClock;
    private TimeSpan _elapsed;

    public FakeTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public FakeTimeProvider(DateTimeOffset start)
    {
        _wallClock = start;
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => Frequency;

    /// <summary>The number of timers that are waiting to fire; tests wait on it before they move the clock.</summary>
    public int WaitingTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>Whether a timer fires after exactly this time: for tests of code that waits for more than one thing.</summary>
    public bool HasTimerDueIn(TimeSpan delay)
    {
        lock (_gate)
        {
            return _timers.Exists(timer => timer.Due == _elapsed + delay);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wallClock;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            // Not in one product: that overflows after three days.
            return (_elapsed.Ticks / TimeSpan.TicksPerSecond * Frequency) + (
                _elapsed.Ticks % TimeSpan.TicksPerSecond * Frequency / TimeSpan.TicksPerSecond);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, firing every timer that falls due on the way at its own moment.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (_gate)
        {
            end = _elapsed + by;
        }

        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Sets the wall clock alone, as an administrator or NTP may; timestamps and timers do not notice.</summary>
    public void JumpTo(DateTimeOffset now)
    {
        lock (_gate)
        {
            _wallClock = now;
        }
    }

    private void MoveTo(TimeSpan moment)
    {
        lock (_gate)
        {
            if (moment > _elapsed)
            {
                _wallClock += moment - _elapsed;
                _elapsed = moment;
            }
        }
    }

    private FakeTimer? NextDue(TimeSpan end)
    {
        lock (_gate)
        {
            var timer = _timers.Where(candidate => candidate.Due <= end).MinBy(candidate => candidate.Due);
            if (timer is null)
            {
                // In one step with the look: whoever makes a timer meanwhile sees the end, or is seen.
                MoveTo(end);
                return null;
            }

            MoveTo(timer.Due);
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due += timer.Period;
            }
            else
            {
                _timers.Remove(timer);
            }

            return timer;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._elapsed + dueTime;
                    clock._timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
