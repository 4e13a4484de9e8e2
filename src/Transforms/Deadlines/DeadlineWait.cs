using System.Threading.Tasks.Sources;

namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>A wait for some work, with a deadline. The continuation runs at once, on the thread that ends it.</summary>
/// <remarks>The clock uses a wait again that its work ended: then neither the work nor the deadline's thread knows it any more.</remarks>
internal sealed class DeadlineWait : IValueTaskSource, IThreadPoolWorkItem
{
    /// <summary>The slot of a wait that is in no wheel.</summary>
    public const int NoSlot = -1;

    private readonly DeadlineClock _clock;
    private ManualResetValueTaskSourceCore<bool> _source;
    private long _early;
    private bool _hasEnded;

    public DeadlineWait(DeadlineClock clock)
    {
        _clock = clock;
        End = Execute;
    }

    /// <summary>Gets the action that ends the wait, at the deadline or with the work. Only the first call counts.</summary>
    public Action End { get; }

    /// <summary>Gets a task that completes when the wait ends. It must be awaited once.</summary>
    public ValueTask Task => new(this, _source.Version);

    /// <summary>Gets the deadline, a timestamp.</summary>
    public long Due { get; private set; }

    /// <summary>Gets or sets the wait's slot in the wheel.</summary>
    public int Slot { get; set; } = NoSlot;

    /// <summary>Gets or sets the wait before it in its slot.</summary>
    public DeadlineWait? Previous { get; set; }

    /// <summary>Gets or sets the wait after it in its slot.</summary>
    public DeadlineWait? Next { get; set; }

    /// <summary>Gets or sets the timer that ends the wait, where the clock is not the system's.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Begins the wait.</summary>
    /// <param name="due">The deadline, a timestamp.</param>
    /// <param name="early">By how much the wait may end before the deadline, in the same ticks.</param>
    public void Begin(long due, long early)
    {
        Due = due;
        _early = early;
        Volatile.Write(ref _hasEnded, false);
    }

    /// <summary>Returns the deadline less the scheduling delay, or less a quarter of a deadline that is short.</summary>
    public long EndsAt(long delay) => Due - Math.Min(delay, _early);

    /// <inheritdoc/>
    public void Execute()
    {
        if (!Interlocked.Exchange(ref _hasEnded, true))
        {
            _source.SetResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _source.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc/>
    public void GetResult(short token)
    {
        _source.GetResult(token);
        _source.Reset();
        _clock.Remove(this);
    }
}
