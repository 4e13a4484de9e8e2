using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>Pushes without a pause from several hands until it is told to stop, and keeps every result.</summary>
internal sealed class Load
{
    private readonly ConcurrentQueue<PushResult> _results = [];
    private volatile bool _isStopped;
    private readonly Task[] _hands;

    private Load(int hands, Func<int, Task<PushResult>> push)
    {
        var number = 0;
        _hands = [.. Enumerable.Range(0, hands).Select(_ => Task.Run(async () =>
        {
            while (!_isStopped)
            {
                _results.Enqueue(await push(Interlocked.Increment(ref number)));
            }
        }))];
    }

    public int Count => _results.Count;

    public static Load Start(int hands, Func<int, Task<PushResult>> push) => new(hands, push);

    public async Task<IReadOnlyList<PushResult>> StopAsync()
    {
        _isStopped = true;
        await Task.WhenAll(_hands);
        return [.. _results];
    }
}
