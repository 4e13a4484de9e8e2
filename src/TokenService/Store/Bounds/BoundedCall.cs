namespace WxYarpGateway.TokenService.Store.Bounds;

/// <summary>A call of the store that is waited for within a bound; see <see cref="BoundedCalls"/>.</summary>
internal abstract class BoundedCall(long startedAt) : IThreadPoolWorkItem
{
    // From the socket to whoever waits, an answer goes through the thread pool's queue three times.
    private const int LastLooks = 4;

    private int _looks;

    /// <summary>Gets or sets when the call began, or when its second bound did.</summary>
    public long StartedAt { get; set; } = startedAt;

    /// <summary>Gets or sets a value indicating whether the call has had a second bound.</summary>
    public bool HasSecondBound { get; set; }

    /// <summary>Gets or sets a value indicating whether the call is among those whose time is measured.</summary>
    public bool IsListed { get; set; }

    /// <summary>Gets or sets the call that began before this one.</summary>
    public BoundedCall? Previous { get; set; }

    /// <summary>Gets or sets the call that began after this one.</summary>
    public BoundedCall? Next { get; set; }

    /// <summary>Gets a value indicating whether there is an answer.</summary>
    protected abstract bool IsAnswered { get; }

    /// <summary>
    /// Looks once more for the answer, behind everything that is queued in the thread pool: in a process that was short of threads, the
    /// answer may be there and only wait to be read.
    /// </summary>
    public void Execute()
    {
        if (IsAnswered)
        {
            return;
        }

        if (_looks++ < LastLooks)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        _looks = 0;
        GiveUp();
    }

    /// <summary>Ends the wait without an answer, or lets it begin again.</summary>
    protected abstract void GiveUp();
}
