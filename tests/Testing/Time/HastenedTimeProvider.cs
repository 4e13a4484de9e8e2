namespace WxYarpGateway.Testing.Time;

/// <summary>
/// A clock that goes on as the machine's does, and that a test can put forward: timers that are due by then fire at once. So a test that
/// needs a deadline to pass need not make it short, and what must happen before it has all the time.
/// </summary>
public sealed class HastenedTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<HastenedTimer> _timers = [];
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return base.GetUtcNow() + _ahead;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return base.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HastenedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Puts the clock forward.</summary>
    public void Advance(TimeSpan by)
    {
        lock (_gate)
        {
            _ahead += by;
            foreach (var timer in _timers.ToArray())
            {
                timer.Hasten(by);
            }
        }
    }

    private sealed class HastenedTimer : ITimer
    {
        private readonly HastenedTimeProvider _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private TimeSpan _period;
        private long _dueAt;

        public HastenedTimer(HastenedTimeProvider clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _timer = System.CreateTimer(
                static timer => ((HastenedTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._gate)
            {
                return Begin(dueTime, period);
            }
        }

        /// <summary>Takes some of the time that is left. The caller has the clock's lock.</summary>
        public void Hasten(TimeSpan by)
        {
            var left = System.GetElapsedTime(System.GetTimestamp(), _dueAt) - by;
            Begin(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
        }

        public void Dispose()
        {
            lock (_clock._gate)
            {
                _clock._timers.Remove(this);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            lock (_clock._gate)
            {
                _clock._timers.Remove(this);
            }

            return _timer.DisposeAsync();
        }

        private bool Begin(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                _clock._timers.Remove(this);
            }
            else
            {
                _dueAt = System.GetTimestamp() + (long)(dueTime.TotalSeconds * System.TimestampFrequency);
                _clock._timers.Add(this);
            }

            // One shot at a time: the next of a period begins when this one fires, so that it can be hastened too.
            return _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        private void Fire()
        {
            lock (_clock._gate)
            {
                if (!_clock._timers.Contains(this))
                {
                    // Stopped in the moment that it fell due.
                    return;
                }

                Begin(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
            }

            _callback(_state);
        }
    }
}
