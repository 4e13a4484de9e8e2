using System.Collections.Concurrent;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Stage;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Chaos.Platforms;

/// <summary>Administrators who authorize the platform, do it again and leave, tickets, and backends that want tokens.</summary>
internal sealed class PlatformTraffic(ChaosStage stage, Journal journal, int seed)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly PlatformDesk _desk = new(stage);
    private readonly ConcurrentQueue<string> _guests = [];
    private volatile bool _isOver;
    private int _accounts;
    private int _changes;

    public void Stop() => _isOver = true;

    /// <summary>Authorizes the accounts that stay.</summary>
    public Task BeginAsync() => Task.WhenAll(ChaosPlatform.Steady.Select(AuthorizeAsync));

    /// <summary>Goes on until told to stop, then waits for the last answers.</summary>
    public async Task RunAsync()
    {
        var random = new Random(seed);
        var running = new List<Task>();
        while (!_isOver)
        {
            running.Add(ActAsync(random.Next(10), random.Next()));
            await Task.Delay(Pace);
        }

        await Task.WhenAll(running);
    }

    private async Task ActAsync(int what, int draw)
    {
        // Off the loop that keeps the pace.
        await Task.Yield();
        switch (what)
        {
            case 0 or 1:
                var guest = $"wxguest{Interlocked.Increment(ref _accounts)}";
                stage.Platform.AddAccount(guest);
                await AuthorizeAsync(guest);
                _guests.Enqueue(guest);
                break;
            case 2:
                await AuthorizeAsync(ChaosPlatform.Steady[draw % ChaosPlatform.Steady.Count]);
                break;
            case 3 when _guests.TryDequeue(out var leaving):
                await LeaveAsync(leaving);
                break;
            case 4:
                await stage.WeChat.Platforms.PushTicketAsync(ChaosPlatform.AppId, CancellationToken.None);
                break;
            default:
                var accounts = (string[])[.. ChaosPlatform.Steady, .. _guests];
                await UseAsync(stage.Replica(draw % ChaosStage.Replicas), accounts[draw % accounts.Length]);
                break;
        }
    }

    private async Task AuthorizeAsync(string appId)
    {
        // WeChat tells of a change only when the permissions changed.
        var sets = stage.Platform.Settings.PermissionSets;
        var isLess = Interlocked.Increment(ref _changes) % 2 == 0;
        var began = journal.Now;
        var result = await stage.WeChat.Platforms.AuthorizeAsync(
            ChaosPlatform.AppId,
            appId,
            new AuthorizationOptions
            {
                EventTiming = EventTiming.BeforeRedirect,
                PermissionSets = isLess ? [.. sets.SkipLast(1)] : null,
            },
            CancellationToken.None);
        stage.Books.Authorizations.Enqueue(
            new Authorization(appId, result.Code, began, result.Pushes.Any(IsTaken)));
    }

    private async Task LeaveAsync(string appId)
    {
        var push = await stage.WeChat.Platforms.UnauthorizeAsync(ChaosPlatform.AppId, appId, createdAt: null, CancellationToken.None);
        var departure = new Departure(appId, journal.Now, push is not null && IsTaken(push));
        stage.Books.Departures.Enqueue(departure);
        await Task.Delay(Promise);
        departure.LastTokenAt = departure.At;
        while (departure.IsAnswered && !_isOver && await HasTokenAsync(appId))
        {
            departure.LastTokenAt = journal.Now;
            await Task.Delay(Look);
        }
    }

    private async Task UseAsync(ChaosReplica replica, string appId)
    {
        if (await _desk.TokenAsync(replica, appId) is { } token)
        {
            var isGood = stage.WeChat.IsTokenValid(token);
            stage.Books.NoteToken(isGood);
            if (!isGood)
            {
                await _desk.ReplaceAsync(replica, appId, token);
            }
        }
    }

    private async Task<bool> HasTokenAsync(string appId)
        => (await Task.WhenAll(stage.AllReplicas.Select(replica => _desk.TokenAsync(replica, appId)))).Any(token => token is not null);

    private static bool IsTaken(PushResult push) => push.Last is { Status: 200, Body: "success" };
}
