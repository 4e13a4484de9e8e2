namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>Waits for the deadlines of WeChat's pushes on a thread of its own, so that a full thread pool does not delay them.</summary>
/// <remarks>
/// Every deadline is advanced by the <see cref="SchedulingDelay"/> of this process.
/// With another clock than the system's, as in tests, that clock's own timers are used.
/// </remarks>
internal sealed class DeadlineClock(TimeProvider clock, SchedulingDelay delay) : IDisposable
{
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromMilliseconds(50);

    // The thread pool ends waits that the thread has left overdue for this long.
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(20);
    private const long Never = long.MaxValue;

    // Waits that are kept for later work: as many as are on their way under load.
    private const int MostSpares = 1024;

    private readonly Lock _gate = new();

    // Ends the thread's sleep.
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly DeadlineWheel _wheel = new(clock.TimestampFrequency);
    private readonly bool _isSystemTime = ReferenceEquals(clock, TimeProvider.System);
    private Thread? _thread;
    private ITimer? _relief;
    private long _wakeAt = Never;
    private DeadlineWait? _spare;
    private int _spares;
    private bool _isStopped;

    /// <summary>Gets a value indicating whether the caller runs on the deadline thread, which it must not block.</summary>
    public bool IsOnThread => Thread.CurrentThread == _thread;

    /// <summary>Gets the number of waits on the thread.</summary>
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

    /// <summary>Waits until the work ends or fails, or until its age is reached. Does not throw.</summary>
    /// <param name="since">When the age begins, a timestamp of the <see cref="TimeProvider"/>.</param>
    /// <param name="age">The age.</param>
    /// <param name="work">The work.</param>
    /// <returns>A task to await once. Its continuation runs on the thread that ends it, and so must be short.</returns>
    public ValueTask UntilAsync(long since, TimeSpan age, Task work)
    {
        if (work.IsCompleted)
        {
            return default;
        }

        var due = since + TicksOf(age);
        if (due <= clock.GetTimestamp())
        {
            return default;
        }

        var wait = Add(due, TicksOf(age / 4));
        work.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(wait.End);
        return wait.Task;
    }

    /// <summary>Removes a wait that has ended.</summary>
    public void Remove(DeadlineWait wait)
    {
        wait.Timer?.Dispose();
        lock (_gate)
        {
            // One that the wheel no longer has was taken at its deadline: its work may still end it, so it is not used again.
            if (_wheel.Remove(wait) && _spares < MostSpares)
            {
                wait.Next = _spare;
                _spare = wait;
                _spares++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            _relief?.Dispose();
            if (_thread is null)
            {
                _wake.Dispose();
            }
            else
            {
                // The thread disposes of it.
                _wake.Set();
            }
        }
    }

    private long TicksOf(TimeSpan time) => (long)Math.Round(time.TotalSeconds * clock.TimestampFrequency);

    private DeadlineWait Add(long due, long early)
    {
        DeadlineWait wait;
        lock (_gate)
        {
            wait = Spare();
            wait.Begin(due, early);
            if (_isSystemTime && !_isStopped)
            {
                _wheel.Add(wait);
                Start();
                if (wait.EndsAt(long.MaxValue) < _wakeAt)
                {
                    _wake.Set();
                    _wakeAt = wait.EndsAt(long.MaxValue);
                }

                return wait;
            }
        }

        var left = clock.GetElapsedTime(clock.GetTimestamp(), due);
        wait.Timer = clock.CreateTimer(
            static state => ((DeadlineWait)state!).End(), wait, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        if (clock.GetTimestamp() >= due)
        {
            // A test's clock moved in between.
            wait.End();
        }

        return wait;
    }

    private DeadlineWait Spare()
    {
        if (_spare is not { } spare)
        {
            return new DeadlineWait(this);
        }

        _spare = spare.Next;
        _spares--;
        spare.Next = null;
        return spare;
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

            // The others go to the pool, so that a slow continuation does not delay them.
            for (var index = due.Count - 1; index > 0; index--)
            {
                ThreadPool.UnsafeQueueUserWorkItem(due[index], preferLocal: false);
            }

            due.ForEach(static wait => wait.Execute());
            due.Clear();
        }

        _wake.Dispose();
    }

    /// <summary>Sleeps until a wait is due or the next probe is; returns <see langword="false"/> after disposal.</summary>
    private bool Sleep(List<DeadlineWait> due)
    {
        SleepWhileIdle();
        long now;
        TimeSpan asleep;
        lock (_gate)
        {
            if (_isStopped)
            {
                return false;
            }

            now = clock.GetTimestamp();
            _wakeAt = _wheel.NextDue(TicksOf(delay.Current), now + TicksOf(ProbePeriod));
            asleep = TimeSpan.FromMilliseconds(Math.Ceiling(clock.GetElapsedTime(now, _wakeAt).TotalMilliseconds));
        }

        if (asleep > TimeSpan.Zero && !_wake.WaitOne(asleep))
        {
            delay.Overslept(clock.GetElapsedTime(now) - asleep);
        }

        lock (_gate)
        {
            _wheel.Take(clock.GetTimestamp(), TicksOf(delay.Current), due);
            return !_isStopped;
        }
    }

    /// <summary>Sleeps while there is no wait: an idle process does not wake up.</summary>
    private void SleepWhileIdle()
    {
        for (var isIdle = false; ; isIdle = true)
        {
            lock (_gate)
            {
                if (_isStopped)
                {
                    return;
                }

                if (_wheel.Count > 0)
                {
                    if (isIdle)
                    {
                        _relief!.Change(ProbePeriod, ProbePeriod);
                    }

                    return;
                }

                _relief!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _wakeAt = Never;
            }

            _wake.WaitOne();
        }
    }

    /// <summary>Ends overdue waits in the thread pool: the thread is blocked, or does not get the processor.</summary>
    private void Relieve()
    {
        var due = new List<DeadlineWait>();
        lock (_gate)
        {
            _wheel.Take(clock.GetTimestamp() - TicksOf(Overdue), TicksOf(delay.Current), due);
        }

        due.ForEach(static wait => ThreadPool.UnsafeQueueUserWorkItem(wait, preferLocal: false));
    }
}
