using System.Net;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>
/// A load balancer as Kubernetes has it: it looks at each replica's readiness now and then, and sends nothing a second time.
/// </summary>
internal sealed class ReadyGate : IAsyncDisposable
{
    // Slower than a gateway notices its signal, and several times faster than the delay that tests configure.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<IReadOnlyList<Replica>> _replicas;
    private readonly Task _probing;
    private volatile Uri[] _ready = [];
    private int _next;

    public ReadyGate(Func<IReadOnlyList<Replica>> replicas)
    {
        _replicas = replicas;
        _probing = ProbeAsync();
    }

    public IReadOnlyList<Uri> Ready => _ready;

    /// <summary>Returns the next replica in turn, of those that are ready.</summary>
    public Uri Next()
    {
        var ready = _ready;
        return ready[(uint)Interlocked.Increment(ref _next) % (uint)ready.Length];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _client.Dispose();
    }

    private async Task ProbeAsync()
    {
        while (true)
        {
            var replicas = _replicas();
            var areReady = await Task.WhenAll(replicas.Select(IsReadyAsync));
            _ready = [.. replicas.Zip(areReady).Where(pair => pair.Second).Select(pair => pair.First.Address)];
            await Task.Delay(Pause, _stop.Token);
        }
    }

    private async Task<bool> IsReadyAsync(Replica replica)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri(replica.InternalAddress, "/health/ready"), _stop.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // On a busy machine one slow answer says nothing; Kubernetes takes three.
            return _ready.Contains(replica.Address);
        }
    }
}
