namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Counts work in progress, and tells at shutdown when the last of it has ended.</summary>
internal sealed class Drain
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private bool _hasBegun;

    /// <summary>Gets the number of pieces of work in progress.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a piece of work.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            _count++;
        }
    }

    /// <summary>Removes a piece of work.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_count == 0 && _hasBegun)
            {
                _drained.TrySetResult();
            }
        }
    }

    /// <summary>Begins the drain. The task completes when no work is left; call this once no more begins.</summary>
    public Task BeginAsync()
    {
        lock (_gate)
        {
            _hasBegun = true;
            if (_count == 0)
            {
                _drained.TrySetResult();
            }
        }

        return _drained.Task;
    }
}
