namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Counts work in progress, and tells at shutdown when the last of it has ended.</summary>
internal sealed class Drain
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _hasBegun;

    /// <summary>Gets the number of pieces of work in progress.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a piece of work.</summary>
    public void Enter() => Interlocked.Increment(ref _count);

    /// <summary>Removes a piece of work.</summary>
    public void Leave()
    {
        // Every step here and below is a full fence: either this sees that the drain has begun, or the drain sees that no work is left.
        if (Interlocked.Decrement(ref _count) == 0 && Volatile.Read(ref _hasBegun) == 1)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>Begins the drain. The task completes when no work is left; call this once no more begins.</summary>
    public Task BeginAsync()
    {
        Interlocked.Exchange(ref _hasBegun, 1);
        if (Volatile.Read(ref _count) == 0)
        {
            _drained.TrySetResult();
        }

        return _drained.Task;
    }
}
