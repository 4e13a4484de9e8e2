using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>
/// Sends notices at their time, on every replica: each notice is one replica's at a time, and so is each user, to whom WeChat takes one
/// message at a time.
/// </summary>
internal sealed partial class NoticeWorker(
    LoginCatalog apps, INoticeStore notices, NoticeSender sender, TimeProvider clock, ILogger<NoticeWorker> logger) : BackgroundService
{
    private const int MostAtOnce = 16;

    // WeChat's answer takes up to 10 s, and a new token as long.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly RepeatedWarning _notTaken = new(clock);
    private readonly RepeatedWarning _notSent = new(clock);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, clock, logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var running = new HashSet<Task>();
        try
        {
            while (true)
            {
                running.RemoveWhere(static task => task.IsCompleted);
                var taken = await TakeAsync(MostAtOnce - running.Count, stoppingToken);
                running.UnionWith(taken.Select(WorkAsync));
                if (taken.Count == 0 && running.Count == 0)
                {
                    await Task.Delay(Pause, clock, stoppingToken);
                }
                else
                {
                    // When a notice has ended, the user's next one may be due.
                    await Task.WhenAny([.. running, Task.Delay(Pause, clock, stoppingToken)]);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is being sent is sent; the rest is another replica's.
        }

        await Task.WhenAll(running);
    }

    private async ValueTask<IReadOnlyList<DueNotice>> TakeAsync(int most, CancellationToken stoppingToken)
    {
        stoppingToken.ThrowIfCancellationRequested();
        if (most == 0 || apps.WhyDatabase() is null)
        {
            return [];
        }

        try
        {
            var taken = await notices.TakeAsync(most, Lease, stoppingToken);
            _notTaken.Reset();
            return taken;
        }
        catch (UsersUnavailableException e)
        {
            if (_notTaken.IsDue(out var leftOut))
            {
                Log.NotTaken(logger, e.Message, leftOut);
            }

            return [];
        }
    }

    private async Task WorkAsync(DueNotice notice)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (await sender.SendAsync(notice) is { } error && _notSent.IsDue(out var leftOut))
            {
                Log.NotSent(logger, notice.Id, error.ErrorCode, leftOut);
            }
        }
        catch (UsersUnavailableException e)
        {
            Log.NotKept(logger, notice.Id, e.Message);
        }
        catch (Exception e)
        {
            // Nothing awaits its result.
            Log.Crashed(logger, e, notice.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Notices that are due cannot be taken: '{Reason}' They are sent once the database is back. Such warnings left out since the "
            + "last: '{LeftOut}'.",
            EventName = "NotTaken")]
        public static partial void NotTaken(ILogger logger, string reason, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Notice '{Notice}' was not sent (errcode '{ErrorCode}'). GET {{Login}}/{{service}}/notices says why, and whether it is tried "
            + "again. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "NotSent")]
        public static partial void NotSent(ILogger logger, long notice, int? errorCode, long leftOut);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "What became of notice '{Notice}' cannot be kept: '{Reason}' It is sent again when its lease ends.",
            EventName = "NotKept")]
        public static partial void NotKept(ILogger logger, long notice, string reason);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "Sending notice '{Notice}' failed unexpectedly; it is tried again when its lease ends.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, long notice);
    }
}
