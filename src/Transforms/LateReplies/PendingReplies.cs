namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Counts the messages with a late reply pending, by service.</summary>
/// <remarks>A late reply is sent after WeChat was answered. Shutdown waits for those that are pending.</remarks>
public sealed class PendingReplies
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, int> _ofService = new(StringComparer.OrdinalIgnoreCase);
    private int _count;
    private bool _isDraining;

    internal PendingReplies()
    {
    }

    /// <summary>Gets the number of all services together, on this replica.</summary>
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
    internal Task Drained => _drained.Task;

    /// <summary>Returns the number of a service, on this replica.</summary>
    /// <param name="service">The service's name; its case does not matter.</param>
    public int CountOf(string service)
    {
        lock (_gate)
        {
            return _ofService.GetValueOrDefault(service);
        }
    }

    /// <summary>Adds one.</summary>
    internal void Begin(string service)
    {
        lock (_gate)
        {
            Change(service, 1);
        }
    }

    /// <summary>Removes one.</summary>
    internal void End(string service)
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
    internal int BeginDrain()
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
