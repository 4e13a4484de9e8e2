namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Counts the messages with a late reply pending, by service, and tells when the last one ends during a drain.</summary>
internal sealed class PendingReplies
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, int> _ofService = new(StringComparer.OrdinalIgnoreCase);
    private int _count;
    private bool _isDraining;

    /// <summary>Gets the number of all.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Gets the task that ends with the last reply, once the drain has begun.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Returns the number of a service.</summary>
    public int CountOf(string service)
    {
        lock (_gate)
        {
            return _ofService.GetValueOrDefault(service);
        }
    }

    /// <summary>Adds one.</summary>
    public void Begin(string service)
    {
        lock (_gate)
        {
            Change(service, 1);
        }
    }

    /// <summary>Removes one.</summary>
    public void End(string service)
    {
        lock (_gate)
        {
            Change(service, -1);
            if (_count == 0 && _isDraining)
            {
                _drained.TrySetResult();
            }
        }
    }

    /// <summary>Begins the drain; returns the number that is still pending.</summary>
    public int BeginDrain()
    {
        lock (_gate)
        {
            _isDraining = true;
            if (_count == 0)
            {
                _drained.TrySetResult();
            }

            return _count;
        }
    }

    private void Change(string service, int change)
    {
        _count += change;
        var count = _ofService.GetValueOrDefault(service) + change;
        if (count > 0)
        {
            _ofService[service] = count;
        }
        else
        {
            // A reload may remove services.
            _ofService.Remove(service);
        }
    }
}
