using System.Net.Sockets;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Books;

/// <summary>
/// Enters into the books when this machine is too busy to tell how the gateways do: what costs nothing to answer is answered late, and
/// others wait for the processors too.
/// </summary>
internal sealed class MachineWatch(ChaosStage stage, Journal journal) : IAsyncDisposable
{
    // Who was late, besides replicas by their numbers: Redis.
    private const int Store = 101;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    // A call of the store may take 500 ms, and of a push's 4.8 s the gateway takes 4.5 to 4.6: this must not be far from what they have to
    // spare.
    private static readonly TimeSpan TooLate = TimeSpan.FromMilliseconds(150);

    // Of gateways that hang by themselves, the processors would be idle.
    private const double BusyShare = 0.5;

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>
    /// Begins to watch; with <paramref name="onlyItself"/>, only whether this process stands still, since then it cannot tell what the
    /// others do.
    /// </summary>
    public void Start(bool onlyItself) => _watching = Task.WhenAll(
    [
        Task.Run(WatchItselfAsync),
        .. onlyItself ? [] : stage.AllReplicas.Select(replica => Task.Run(() => WatchAsync(replica.Number, () => PingAsync(replica)))),
        .. onlyItself ? [] : (Task[])[Task.Run(() => WatchAsync(Store, PingRedisAsync))],
    ]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchItselfAsync()
    {
        while (true)
        {
            var due = journal.Now + Tick;
            await Task.Delay(Tick, _stop.Token);
            if (journal.Now - due > TooLate)
            {
                journal.Note(TroubleKind.WeChatStalled, 0, due, journal.Now);
            }
        }
    }

    private async Task WatchAsync(int target, Func<Task<bool>> ping)
    {
        var pressure = new Pressure();
        while (true)
        {
            var from = journal.Now;
            await Task.Delay(Tick, _stop.Token);
            var isToldByPing = await ping();
            var share = pressure.Look();
            if (isToldByPing && journal.Now - from - Tick > TooLate && share > BusyShare)
            {
                journal.Note(TroubleKind.MachineBusy, target, from, journal.Now);
            }
        }
    }

    /// <summary>Asks Redis; returns whether the time it took tells anything, since nobody did anything to it.</summary>
    private async Task<bool> PingRedisAsync()
    {
        var from = journal.Now;
        try
        {
            using var client = new TcpClient();
            var port = int.Parse(stage.Redis.ConnectionString.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
            await client.ConnectAsync("127.0.0.1", port, _stop.Token);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), _stop.Token);
            await client.GetStream().ReadExactlyAsync(new byte["+PONG\r\n".Length], _stop.Token);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }

        return !journal.Had(TroubleKind.StoreAway, from, journal.Now);
    }

    private async Task<bool> PingAsync(ChaosReplica replica)
    {
        var from = journal.Now;
        if (!replica.IsUp)
        {
            return false;
        }

        try
        {
            using var answer = await stage.Client.GetAsync(new Uri(replica.InternalAddress, "/health/live"), _stop.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !_stop.IsCancellationRequested)
        {
            // Cut, or beyond the timeout of two seconds.
        }

        return !journal.Had(TroubleKind.ReplicaKilled, from, journal.Now, default, replica.Number)
            && !journal.Had(TroubleKind.ReplicaStopped, from, journal.Now, default, replica.Number);
    }
}
