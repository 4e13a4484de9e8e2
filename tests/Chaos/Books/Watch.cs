using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Books;

/// <summary>Enters into the books what has to be looked for: token requests, and the gateways' memory.</summary>
internal sealed class Watch(ChaosStage stage, Journal journal) : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    public void Start() => _watching = Task.WhenAll(Task.Run(WatchTokensAsync), Task.Run(WatchMemoryAsync));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchTokensAsync()
    {
        var seen = stage.Accounts.Keys.ToDictionary(account => account, _ => 0);
        while (true)
        {
            foreach (var account in stage.Accounts.Keys)
            {
                for (var requests = stage.WeChat.Calls.TokenRequests(account); seen[account] < requests; seen[account]++)
                {
                    journal.TokenRequests.Enqueue(new TokenRequest(account, journal.Now));
                }
            }

            await Task.Delay(Tick, _stop.Token);
        }
    }

    private async Task WatchMemoryAsync()
    {
        while (true)
        {
            foreach (var replica in stage.AllReplicas.Where(replica => replica.IsUp))
            {
                await replica.Current.MeasureAsync();
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token);
        }
    }
}
