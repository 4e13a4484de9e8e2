namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>A wait for some work, with a deadline. Continuations run at once, on the thread that ends it.</summary>
internal sealed class DeadlineWait(DeadlineClock clock, long due, long early) : TaskCompletionSource, IThreadPoolWorkItem
{
    /// <summary>The slot of a wait that is in no wheel.</summary>
    public const int NoSlot = -1;

    /// <summary>Gets the deadline, a timestamp.</summary>
    public long Due => due;

    /// <summary>Gets or sets the wait's slot in the wheel.</summary>
    public int Slot { get; set; } = NoSlot;

    /// <summary>Gets or sets the wait before it in its slot.</summary>
    public DeadlineWait? Previous { get; set; }

    /// <summary>Gets or sets the wait after it in its slot.</summary>
    public DeadlineWait? Next { get; set; }

    /// <summary>Gets or sets the timer that ends the wait, where the clock is not the system's.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Returns the deadline less the scheduling delay, or less a quarter of a deadline that is short.</summary>
    public long EndsAt(long delay) => due - Math.Min(delay, early);

    /// <summary>Ends the wait, at the deadline or with the work. Only the first call counts.</summary>
    public void End()
    {
        clock.Remove(this);
        TrySetResult();
    }

    /// <inheritdoc/>
    public void Execute() => TrySetResult();
}
