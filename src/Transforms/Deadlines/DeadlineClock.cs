namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>
/// Waits for the moments by which WeChat must have its answer, on a thread of their own: work that fills the thread pool does not keep them
/// waiting. All are brought forward by as much as this process gets the processor late.
/// </summary>
/// <remarks>With another time than the system's, as in tests, that time's own timers wait.</remarks>
internal sealed class DeadlineClock(TimeProvider clock, SchedulingDelay delay) : IDisposable
{
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromMilliseconds(50);

    // Waits that the thread has left lying for so long, the pool ends.
    private static readonly TimeSpan LeftLying = TimeSpan.FromMilliseconds(20);
    private const long Never = long.MaxValue;

    // Not a Lock: the thread sleeps on it.
    private readonly object _gate = new();
    private readonly DeadlineWheel _wheel = new(clock.TimestampFrequency);
    private readonly bool _isSystemTime = ReferenceEquals(clock, TimeProvider.System);
    private Thread? _thread;
    private ITimer? _relief;
    private long _wakeAt = Never;
    private bool _isStopped;

    /// <summary>Gets a value indicating whether the caller runs on the thread of the deadlines, which must not be kept.</summary>
    public bool IsOnThread => Thread.CurrentThread == _thread;

    /// <summary>Gets the number of waits that the thread sees to.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _wheel.Count;
            }
        }
    }

    /// <summary>Waits for the work, however it ends, until so long after a moment at most; does not fail.</summary>
    /// <param name="since">The moment, a timestamp of the <see cref="TimeProvider"/>.</param>
    /// <param name="age">How long after it.</param>
    /// <param name="work">The work.</param>
    /// <returns>A task whose continuations run on the thread that ends it: they must be short.</returns>
    public Task UntilAsync(long since, TimeSpan age, Task work)
    {
        if (work.IsCompleted)
        {
            return Task.CompletedTask;
        }

        var due = since + TicksOf(age);
        if (due <= clock.GetTimestamp())
        {
            return Task.CompletedTask;
        }

        var wait = new DeadlineWait(this, due, TicksOf(age / 4));
        Add(wait);
        work.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(wait.End);
        return wait.Task;
    }

    /// <summary>Forgets a wait.</summary>
    public void Remove(DeadlineWait wait)
    {
        wait.Timer?.Dispose();
        lock (_gate)
        {
            _wheel.Remove(wait);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            _relief?.Dispose();
            Monitor.PulseAll(_gate);
        }
    }

    private long TicksOf(TimeSpan time) => (long)Math.Round(time.TotalSeconds * clock.TimestampFrequency);

    private void Add(DeadlineWait wait)
    {
        lock (_gate)
        {
            if (_isSystemTime && !_isStopped)
            {
                _wheel.Add(wait);
                Start();
                if (wait.EndsAt(long.MaxValue) < _wakeAt)
                {
                    Monitor.Pulse(_gate);
                }

                return;
            }
        }

        var left = clock.GetElapsedTime(clock.GetTimestamp(), wait.Due);
        wait.Timer = clock.CreateTimer(
            static state => ((DeadlineWait)state!).End(), wait, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        if (clock.GetTimestamp() >= wait.Due)
        {
            // A time that is set by hand moved in between.
            wait.End();
        }
    }

    private void Start()
    {
        if (_thread is null)
        {
            _relief = clock.CreateTimer(_ => Relieve(), null, ProbePeriod, ProbePeriod);
            _thread = new Thread(Run) { IsBackground = true, Name = "WeChat deadlines" };
            _thread.UnsafeStart();
        }
    }

    private void Run()
    {
        var due = new List<DeadlineWait>();
        while (Sleep(due))
        {
            delay.Probe();

            // Should one of these take its time, the others do not wait for it.
            for (var index = due.Count - 1; index > 0; index--)
            {
                ThreadPool.UnsafeQueueUserWorkItem(due[index], preferLocal: false);
            }

            due.ForEach(static wait => wait.Execute());
            due.Clear();
        }
    }

    /// <summary>Sleeps until something is due, or the delay is to be measured; returns <see langword="false"/> at the end.</summary>
    private bool Sleep(List<DeadlineWait> due)
    {
        lock (_gate)
        {
            if (_wheel.Count == 0)
            {
                // A process that waits for nothing does not wake up.
                _relief!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                while (_wheel.Count == 0 && !_isStopped)
                {
                    _wakeAt = Never;
                    Monitor.Wait(_gate);
                }

                if (!_isStopped)
                {
                    _relief.Change(ProbePeriod, ProbePeriod);
                }
            }

            var now = clock.GetTimestamp();
            _wakeAt = _wheel.NextDue(TicksOf(delay.Current), now + TicksOf(ProbePeriod));
            if (_wakeAt > now && !_isStopped)
            {
                var asleep = TimeSpan.FromMilliseconds(Math.Ceiling(clock.GetElapsedTime(now, _wakeAt).TotalMilliseconds));
                var isWoken = Monitor.Wait(_gate, asleep);
                var wokeAt = clock.GetTimestamp();
                if (!isWoken)
                {
                    delay.Overslept(clock.GetElapsedTime(now, wokeAt) - asleep);
                }

                now = wokeAt;
            }

            _wheel.Take(now, TicksOf(delay.Current), due);
            return !_isStopped;
        }
    }

    /// <summary>Ends in the thread pool what should have ended a while ago: the thread is kept by somebody, or does not get the processor.</summary>
    private void Relieve()
    {
        var due = new List<DeadlineWait>();
        lock (_gate)
        {
            _wheel.Take(clock.GetTimestamp() - TicksOf(LeftLying), TicksOf(delay.Current), due);
        }

        due.ForEach(static wait => ThreadPool.UnsafeQueueUserWorkItem(wait, preferLocal: false));
    }
}
