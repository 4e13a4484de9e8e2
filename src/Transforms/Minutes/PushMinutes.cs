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
    private volatile Running _running = new(0, long.MinValue);
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
    /// <param name="service">The service's name.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="duration">The time from its arrival to the answer.</param>
    /// <param name="endedAt">The moment of the answer, a timestamp of the <see cref="TimeProvider"/>.</param>
    internal void Ended(string service, PushOutcome outcome, TimeSpan duration, long endedAt)
    {
        if (_services.TryGetValue(service, out var minutes))
        {
            var running = _running;
            minutes.Count((endedAt < running.EndsAt ? running : Turn(endedAt)).Number, outcome, duration);
        }
    }

    /// <summary>Begins to count for services that are new, and forgets those that are not named.</summary>
    internal void Serve(IEnumerable<string> services)
    {
        var before = _services;
        _services = services.Distinct(StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(
            service => service, service => before.GetValueOrDefault(service) ?? new ServiceMinutes(), StringComparer.OrdinalIgnoreCase);
    }

    // The wall clock costs more than all the counting, so it is asked once a minute.
    private Running Turn(long timestamp)
    {
        var now = _clock.GetUtcNow();
        var number = ServiceMinutes.NumberOf(now);
        var left = ServiceMinutes.StartOf(number + 1) - now;
        var running = new Running(number, timestamp + (long)(left.TotalSeconds * _clock.TimestampFrequency));
        _running = running;
        return running;
    }

    /// <summary>The running minute, and the timestamp at which it ends.</summary>
    private sealed record Running(long Number, long EndsAt);
}
