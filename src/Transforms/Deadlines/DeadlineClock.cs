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

    // An object and not a Lock, since the thread waits on its monitor.
    private readonly object _gate = new();
    private readonly DeadlineWheel _wheel = new(clock.TimestampFrequency);
    private readonly bool _isSystemTime = ReferenceEquals(clock, TimeProvider.System);
    private Thread? _thread;
    private ITimer? _relief;
    private long _wakeAt = Never;
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
    /// <returns>A task whose continuations run on the thread that ends it, and so must be short.</returns>
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

    /// <summary>Removes a wait.</summary>
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
            // A test's clock moved in between.
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

            // The others go to the pool, so that a slow continuation does not delay them.
            for (var index = due.Count - 1; index > 0; index--)
            {
                ThreadPool.UnsafeQueueUserWorkItem(due[index], preferLocal: false);
            }

            due.ForEach(static wait => wait.Execute());
            due.Clear();
        }
    }

    /// <summary>Sleeps until a wait is due or the next probe is; returns <see langword="false"/> after disposal.</summary>
    private bool Sleep(List<DeadlineWait> due)
    {
        lock (_gate)
        {
            if (_wheel.Count == 0)
            {
                // An idle process does not wake up.
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
