using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService;

namespace WxYarpGateway.Platform.Events;

/// <summary>Counts the events of the inbox for the metrics. All replicas count the same inbox.</summary>
internal sealed class InboxCounter(
    PlatformCatalog platforms, IEventInbox inbox, EventMetrics metrics, TimeProvider clock, ILogger<InboxCounter> logger)
    : BackgroundService
{
    /// <summary>The time between two counts.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, clock, logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            await CountAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CountAsync(CancellationToken stoppingToken)
    {
        try
        {
            var counts = new Dictionary<string, InboxCount>(StringComparer.Ordinal);
            foreach (var platform in platforms.Current.Values)
            {
                counts[platform.Name] = await inbox.CountAsync(platform.AppId, stoppingToken);
            }

            metrics.Show(counts);
        }
        catch (AuthorizersUnavailableException)
        {
            // The gauges keep the last numbers. The worker says that the database is away.
        }
    }
}
