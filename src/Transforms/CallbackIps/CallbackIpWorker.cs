using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Refreshes the lists of callback IPs: once a day, sooner after a failure or a push from an unlisted address.</summary>
internal sealed partial class CallbackIpWorker(
    ServiceCatalog services, CallbackIpLists lists, CallbackIpSource source, TimeProvider clock, ILogger<CallbackIpWorker> logger)
    : BackgroundService
{
    private const int AtATime = 16;

    // A reload may add a service that has no list yet.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<AppId, CallbackIpSchedule> _schedules = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await RunRoundAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A failed round must stop neither the host nor the next round.
                Log.RoundFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        var due = services.Callbacks
            .Where(callback => callback.OnlyFromWeChat)
            .DistinctBy(callback => callback.Account.AppId)
            .Select(callback => (Callback: callback, Schedule: ScheduleOf(callback.Account.AppId)))
            .Where(candidate => candidate.Schedule.IsDue(lists.TakeDoubt(candidate.Callback.Account.AppId)))
            .ToList();
        if (due.Count > 0)
        {
            await RefreshAsync(due, cancellationToken);
        }
    }

    private Task RefreshAsync(List<(Callback Callback, CallbackIpSchedule Schedule)> due, CancellationToken cancellationToken)
        => Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            (candidate, token) => RefreshAsync(candidate.Callback, candidate.Schedule, token));

    private CallbackIpSchedule ScheduleOf(AppId appId)
    {
        if (!_schedules.TryGetValue(appId, out var schedule))
        {
            _schedules[appId] = schedule = new CallbackIpSchedule(clock);
        }

        return schedule;
    }

    private async ValueTask RefreshAsync(Callback callback, CallbackIpSchedule schedule, CancellationToken cancellationToken)
    {
        var appId = callback.Account.AppId;
        CallbackIpList? list = null;
        try
        {
            (list, var isFresh) = await source.GetAsync(callback, lists.Of(appId), schedule.FreshFor, cancellationToken);
            schedule.Tried(isFresh ? list : null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // One account's failure must not stop the others' refresh.
            schedule.Tried(list: null);
            Log.Broken(logger, exception, callback.Name);
        }
        finally
        {
            lists.Tried(appId, list);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Refreshing WeChat's callback IPs failed; the next round starts as usual.",
            EventName = "RoundFailed")]
        public static partial void RoundFailed(ILogger logger, Exception exception);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Refreshing WeChat's callback IPs for service '{Service}' threw an exception; trying again later.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service);
    }
}
