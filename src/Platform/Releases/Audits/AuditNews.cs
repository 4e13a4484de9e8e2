using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Releases.Audits;

/// <summary>Wakes the releases that wait for an audit, beside the push that told of it: no push waits for the database.</summary>
internal sealed partial class AuditNews(IReleaseStore store, ReleaseNews news, TimeProvider clock, ILogger<AuditNews> logger)
    : BackgroundService
{
    // What is left out, the half-hourly question finds.
    private const int Most = 4096;

    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<News> _told = Channel.CreateBounded<News>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Notes that an audit of a mini program is over or delayed.</summary>
    public void Tell(AppId platform, AppId appId) => _told.Writer.TryWrite(new News(platform, appId));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, clock, logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        while (await _told.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_told.Reader.TryRead(out var told))
            {
                await WakeAsync(told.Platform, told.AppId, stoppingToken);
            }
        }
    }

    private async ValueTask WakeAsync(AppId platform, AppId appId, CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                foreach (var release in await store.TellAsync(platform, appId, stoppingToken))
                {
                    await news.DueAsync(release, stoppingToken);
                }

                return;
            }
            catch (AuthorizersUnavailableException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (AuthorizersUnavailableException e)
            {
                Log.NotNoted(logger, appId.Value, e.Message);
                return;
            }
        }
    }

    // An object: channels of these have code that is compiled ahead.
    private sealed record News(AppId Platform, AppId AppId);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "WeChat told that the audit of '{AppId}' is over, and that could not be noted: '{Reason}' WeChat is asked within half an hour.",
            EventName = "NotNoted")]
        public static partial void NotNoted(ILogger logger, string appId, string reason);
    }
}
