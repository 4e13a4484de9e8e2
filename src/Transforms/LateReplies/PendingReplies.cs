using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Counts the messages with a late reply pending, by service.</summary>
/// <remarks>A late reply is sent after WeChat was answered. Shutdown waits for those that are pending.</remarks>
public sealed class PendingReplies
{
    private readonly Lock _gate = new();
    private readonly Drain _drain = new();
    private readonly Dictionary<string, int> _ofService = new(StringComparer.OrdinalIgnoreCase);

    internal PendingReplies()
    {
    }

    /// <summary>Gets the number of all services together, on this replica.</summary>
    public int Count => _drain.Count;

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
        _drain.Enter();
        Change(service, 1);
    }

    /// <summary>Removes one.</summary>
    internal void End(string service)
    {
        Change(service, -1);
        _drain.Leave();
    }

    /// <summary>Begins the drain. The task completes with the last reply.</summary>
    internal Task BeginDrainAsync() => _drain.BeginAsync();

    private void Change(string service, int change)
    {
        lock (_gate)
        {
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
}
