using System.Collections.Concurrent;

namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>Records the platforms' own events that were pushed, in order.</summary>
public sealed class PushedEvents
{
    // Tickets come for as long as a simulator runs.
    private const int Most = 1_000;

    private readonly ConcurrentQueue<PushedEvent> _newest = [];

    /// <summary>Gets the newest 1,000 events, oldest first.</summary>
    public IReadOnlyList<PushedEvent> Newest => [.. _newest];

    internal void Add(PushedEvent pushed)
    {
        _newest.Enqueue(pushed);
        while (_newest.Count > Most)
        {
            _newest.TryDequeue(out _);
        }
    }
}
