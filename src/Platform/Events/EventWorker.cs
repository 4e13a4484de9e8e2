using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Platform.Events;

/// <summary>Works on the events of the inbox, on every replica: each event is one replica's at a time.</summary>
internal sealed partial class EventWorker(
    PlatformCatalog platforms,
    IEventInbox inbox,
    WaitingEvents waiting,
    EventProcessor processor,
    EventSignal signal,
    EventMetrics metrics,
    TimeProvider clock,
    ILogger<EventWorker> logger) : BackgroundService
{
    // WeChat's calls take up to 10 s each, and an authorization takes two or three.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    // So long an event waits that a killed replica left, or that another one put back.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // WeChat's codes live for an hour. What has no code, such as an event that the database would not take, is tried for a day.
    private static readonly TimeSpan CodeLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWork = TimeSpan.FromDays(1);

    private const int MostAtOnce = 8;

    private readonly RepeatedWarning _failed = new(clock);

    /// <summary>Returns how long to wait after a number of attempts: 1 s, doubled up to 10 minutes.</summary>
    internal static TimeSpan PauseAfter(int attempts)
        => attempts > 10 ? LongestPause : TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << (Math.Max(attempts, 1) - 1), LongestPause.Ticks));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, clock, logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var running = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveWhere(static task => task.IsCompleted);
            var taken = await TakeAsync(MostAtOnce - running.Count, stoppingToken);
            foreach (var (platform, one) in taken)
            {
                running.Add(WorkAsync(platform, one, stoppingToken));
            }

            if (taken.Count == 0)
            {
                await signal.WaitAsync(Pause, clock, stoppingToken);
            }
            else if (running.Count >= MostAtOnce)
            {
                await Task.WhenAny(running);
            }
        }

        await Task.WhenAll(running);
    }

    private async ValueTask<List<(WeChatPlatform Platform, TakenEvent Event)>> TakeAsync(int most, CancellationToken stoppingToken)
    {
        var taken = new List<(WeChatPlatform, TakenEvent)>();
        if (platforms.Current.Count == 0 || most <= 0)
        {
            return taken;
        }

        try
        {
            await waiting.MoveAsync(inbox, stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            // The store has said so. What waits in it, waits.
        }
        catch (AuthorizersUnavailableException)
        {
            // The next line says so.
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return taken;
        }

        try
        {
            foreach (var platform in platforms.Current.Values)
            {
                var due = most > taken.Count ? await inbox.TakeAsync(platform.AppId, most - taken.Count, Lease, stoppingToken) : [];
                taken.AddRange(due.Select(one => (platform, one)));
            }

            _failed.Reset();
        }
        catch (AuthorizersUnavailableException e)
        {
            if (_failed.IsDue(out var leftOut))
            {
                Log.NotTaken(logger, e.Message, leftOut);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was taken is another replica's when its lease ends.
        }

        return taken;
    }

    private async Task WorkAsync(WeChatPlatform platform, TakenEvent taken, CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var work = await TryAsync(platform, taken, stoppingToken);
            await EndAsync(platform, taken, work, stoppingToken);
        }
        catch (AuthorizersUnavailableException)
        {
            // The event is due again when its lease ends.
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await GiveBackAsync(taken);
        }
        catch (Exception e)
        {
            // It is due again when its lease ends.
            Log.Crashed(logger, e, taken, platform.Name);
        }
    }

    /// <summary>Lets another replica take the event at once, or this one after its start.</summary>
    private async ValueTask GiveBackAsync(TakenEvent taken)
    {
        try
        {
            // Nobody knows how far the work came, so it does not count as worked on.
            await inbox.PostponeAsync(taken, TimeSpan.Zero, why: "", CancellationToken.None);
        }
        catch (AuthorizersUnavailableException)
        {
            // It is due again when its lease ends.
        }
    }

    private async ValueTask<EventWork> TryAsync(WeChatPlatform platform, TakenEvent taken, CancellationToken stoppingToken)
    {
        try
        {
            return await processor.WorkAsync(platform, taken, stoppingToken);
        }
        catch (AuthorizersUnavailableException e)
        {
            return EventWork.Retry(e.Message);
        }
        catch (StoreUnavailableException e)
        {
            return EventWork.Retry(e.Message);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Crashed(logger, e, taken, platform.Name);
            return EventWork.Retry("The work on the event failed unexpectedly; the log has the details.");
        }
    }

    private async ValueTask EndAsync(WeChatPlatform platform, TakenEvent taken, EventWork work, CancellationToken stoppingToken)
    {
        var inboxEvent = taken.Event;
        if (work.Kind == EventWorkKind.Retry && clock.GetUtcNow() >= EndOf(inboxEvent))
        {
            work = EventWork.GiveUp(work.Why);
        }

        switch (work.Kind)
        {
            case EventWorkKind.Done:
                metrics.Worked(platform.Name, inboxEvent.InfoType, EventMetrics.Done);
                await inbox.DoneAsync(taken, stoppingToken);
                break;
            case EventWorkKind.Retry:
                var pause = PauseAfter(taken.Attempts);
                Log.Postponed(logger, taken, platform.Name, work.Why, pause);
                metrics.Worked(platform.Name, inboxEvent.InfoType, EventMetrics.Retried);
                await inbox.PostponeAsync(taken, pause, work.Why, stoppingToken);
                break;
            default:
                Log.GivenUp(logger, taken, platform.Name, work.Why);
                metrics.Worked(platform.Name, inboxEvent.InfoType, EventMetrics.GivenUp);
                if (inboxEvent.Account is { } account && inboxEvent.InfoType != EventTypes.Unauthorized)
                {
                    await processor.SettleAsync(platform, account, stoppingToken);
                }

                await inbox.GiveUpAsync(taken, work.Why, stoppingToken);
                break;
        }
    }

    private static DateTimeOffset EndOf(InboxEvent inboxEvent)
    {
        var fields = EventFields.Read(inboxEvent.Body);
        return fields.Code.Length == 0 ? inboxEvent.CreateTime + LongestWork : fields.CodeExpiresAt ?? inboxEvent.CreateTime + CodeLife;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The inbox of authorization events cannot be read: '{Reason}' Trying again every second. Such warnings left out since the "
            + "last: '{LeftOut}'.",
            EventName = "NotTaken")]
        public static partial void NotTaken(ILogger logger, string reason, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The work on the event '{Event}' of platform '{Platform}' failed unexpectedly; trying again.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, TakenEvent @event, string platform);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "The event '{Event}' of platform '{Platform}' cannot be done now: '{Reason}' Trying again in '{Pause}'.",
            EventName = "Postponed")]
        public static partial void Postponed(ILogger logger, TakenEvent @event, string platform, string reason, TimeSpan pause);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "The event '{Event}' of platform '{Platform}' cannot be done any more: '{Reason}' The comparison with WeChat's list decides; the "
            + "account may have to authorize the platform again.",
            EventName = "GivenUp")]
        public static partial void GivenUp(ILogger logger, TakenEvent @event, string platform, string reason);
    }
}
