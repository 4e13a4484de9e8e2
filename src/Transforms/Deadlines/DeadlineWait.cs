namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>One wait for some work, until its moment at most. Whoever awaits it goes on at once, on the thread that ended it.</summary>
internal sealed class DeadlineWait(DeadlineClock clock, long due, long early) : TaskCompletionSource, IThreadPoolWorkItem
{
    /// <summary>The slot of a wait that is in no wheel.</summary>
    public const int NoSlot = -1;

    /// <summary>Gets the moment, a timestamp.</summary>
    public long Due => due;

    /// <summary>Gets or sets where it stands in the wheel.</summary>
    public int Slot { get; set; } = NoSlot;

    /// <summary>Gets or sets the wait before it in its slot.</summary>
    public DeadlineWait? Previous { get; set; }

    /// <summary>Gets or sets the wait after it in its slot.</summary>
    public DeadlineWait? Next { get; set; }

    /// <summary>Gets or sets what ends it, where time is not the system's.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Returns when it ends if the process gets the processor so late; a short deadline is not eaten up by that.</summary>
    public long EndsAt(long delay) => due - Math.Min(delay, early);

    /// <summary>Ends it, at its moment or because the work has ended; the first end counts.</summary>
    public void End()
    {
        clock.Remove(this);
        TrySetResult();
    }

    /// <inheritdoc/>
    public void Execute() => TrySetResult();
}
