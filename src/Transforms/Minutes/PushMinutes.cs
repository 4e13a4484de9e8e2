using System.Collections.Frozen;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Minutes;

/// <summary>
/// Counts the pushes that this replica took, by service and minute, for the last three hours. The accounts of a platform count for the
/// platform.
/// </summary>
/// <remarks>Only services of the configuration in force are counted; what a removed service had is forgotten.</remarks>
public sealed class PushMinutes
{
    /// <summary>How many minutes are remembered.</summary>
    public const int Most = 180;

    private readonly TimeProvider _clock;
    private volatile FrozenDictionary<string, ServiceMinutes> _services = FrozenDictionary<string, ServiceMinutes>.Empty;

    internal PushMinutes(TimeProvider clock) => _clock = clock;

    /// <summary>Returns the last whole minutes of a service, the oldest first. A minute without pushes has zeros.</summary>
    /// <param name="service">The service's name, or the platform's; its case does not matter.</param>
    /// <param name="count">How many, from 1 to <see cref="Most"/>.</param>
    /// <returns>The minutes; empty when there is no such service.</returns>
    public IReadOnlyList<PushMinute> Of(string service, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        return _services.TryGetValue(service, out var minutes)
            ? minutes.Before(ServiceMinutes.NumberOf(_clock.GetUtcNow()), count) : [];
    }

    /// <summary>Counts a push whose answer is decided.</summary>
    internal void Ended(string service, PushOutcome outcome, TimeSpan duration)
    {
        if (_services.TryGetValue(service, out var minutes))
        {
            minutes.Count(ServiceMinutes.NumberOf(_clock.GetUtcNow()), outcome, duration);
        }
    }

    /// <summary>Begins to count for services that are new, and forgets those that are not named.</summary>
    internal void Serve(IEnumerable<string> services)
    {
        var before = _services;
        _services = services.Distinct(StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(
            service => service, service => before.GetValueOrDefault(service) ?? new ServiceMinutes(), StringComparer.OrdinalIgnoreCase);
    }
}
