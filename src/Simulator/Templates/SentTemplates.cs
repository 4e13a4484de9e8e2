using System.Collections.Concurrent;

namespace WxYarpGateway.Simulator.Templates;

/// <summary>Records the template messages that WeChat accepted, in order.</summary>
public sealed class SentTemplates
{
    private readonly ConcurrentQueue<SentTemplate> _all = [];

    /// <summary>Gets all messages, oldest first.</summary>
    public IReadOnlyList<SentTemplate> All => [.. _all];

    internal void Add(SentTemplate message) => _all.Enqueue(message);
}
