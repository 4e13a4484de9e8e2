using System.Collections.Concurrent;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Keeps faults apart that would hit the same thing, and one replica of the three out of harm.</summary>
internal sealed class Gates : IDisposable
{
    private const int MostReplicasAway = 2;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = [];
    private readonly SemaphoreSlim _away = new(MostReplicasAway);

    /// <summary>Waits for a thing; whoever has it gives it back by disposing of what this returns.</summary>
    public async Task<IDisposable> EnterAsync(string thing)
    {
        var gate = _gates.GetOrAdd(thing, _ => new SemaphoreSlim(1));
        await gate.WaitAsync();
        return new Pass(gate);
    }

    /// <summary>Waits until a replica may be away.</summary>
    public async Task<IDisposable> LeaveAsync()
    {
        await _away.WaitAsync();
        return new Pass(_away);
    }

    public void Dispose()
    {
        _away.Dispose();
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }
    }

    private sealed class Pass(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
