using System.Diagnostics.Metrics;

namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>Measures how late this process gets the processor: how much a thread oversleeps, and how long work is queued.</summary>
internal sealed class SchedulingDelay : IThreadPoolWorkItem
{
    // A process that was paused for a minute must not treat every later push as overdue.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);
    private const long NotQueued = long.MinValue;

    private readonly TimeProvider _clock;
    private readonly DecayingMaximum _overslept;
    private readonly DecayingMaximum _queued;
    private readonly Action<IThreadPoolWorkItem> _queue;
    private long _queuedAt = NotQueued;

    public SchedulingDelay(TimeProvider clock, IMeterFactory meters)
        : this(clock, meters, static work => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false))
    {
    }

    /// <summary>Measures another queue than the thread pool's.</summary>
    internal SchedulingDelay(TimeProvider clock, IMeterFactory meters, Action<IThreadPoolWorkItem> queue)
    {
        _clock = clock;
        _queue = queue;
        _overslept = new DecayingMaximum(clock);
        _queued = new DecayingMaximum(clock);
        meters.Create(TransformsTelemetry.MeterName).CreateObservableGauge(
            "wxgateway.scheduling.delay",
            () => Current.TotalSeconds,
            "s",
            "How late the process gets the processor, the recent maximum; deadlines are advanced by it.");
    }

    /// <summary>Gets the delay.</summary>
    public TimeSpan Current
    {
        get
        {
            var delay = _overslept.Current + _queued.Current;
            return delay < Most ? delay : Most;
        }
    }

    /// <summary>Adds by how much a sleeping thread woke up late.</summary>
    public void Overslept(TimeSpan late) => _overslept.Add(late);

    /// <summary>Queues itself in the thread pool to measure the wait. While it is still queued, the time so far counts.</summary>
    public void Probe()
    {
        var now = _clock.GetTimestamp();
        if (Interlocked.CompareExchange(ref _queuedAt, now, NotQueued) is not NotQueued and var queuedAt)
        {
            _queued.Add(_clock.GetElapsedTime(queuedAt, now));
        }
        else
        {
            _queue(this);
        }
    }

    /// <inheritdoc/>
    public void Execute() => _queued.Add(_clock.GetElapsedTime(Interlocked.Exchange(ref _queuedAt, NotQueued)));
}
