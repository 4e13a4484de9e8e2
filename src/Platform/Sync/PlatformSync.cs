using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Platform.Sync;

/// <summary>Compares each platform with WeChat's list as often as its <c>Sync</c> says, and when asked: one replica at a time.</summary>
public sealed partial class PlatformSync : BackgroundService
{
    // So often a replica looks whether a comparison is due.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly PlatformCatalog _platforms;
    private readonly AuthorizerSync _sync;
    private readonly TimeProvider _clock;
    private readonly ILogger<PlatformSync> _logger;
    private readonly RepeatedWarning _failed;
    private readonly ConcurrentDictionary<AppId, Task> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _isDisposed;

    internal PlatformSync(PlatformCatalog platforms, AuthorizerSync sync, TimeProvider clock, ILogger<PlatformSync> logger)
    {
        (_platforms, _sync, _clock, _logger) = (platforms, sync, clock, logger);
        _failed = new RepeatedWarning(clock);
    }

    /// <summary>Returns the last comparison of a platform, or the one that is under way; <see langword="null"/> for none.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuthorizersUnavailableException">The database is away.</exception>
    public ValueTask<SyncRun?> LastAsync(WeChatPlatform platform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        return _sync.LastAsync(platform.AppId, cancellationToken);
    }

    /// <summary>Begins a comparison now, unless one is under way on any replica; it goes on when the caller has left.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="cancellationToken">Gives up beginning.</param>
    /// <returns>The comparison that is under way then.</returns>
    /// <exception cref="AuthorizersUnavailableException">The database is away.</exception>
    public async ValueTask<SyncRun> StartAsync(WeChatPlatform platform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var (run, book) = await _sync.BeginAsync(platform, cancellationToken);
        if (book is not null)
        {
            _running[platform.AppId] = Task.Run(() => _sync.RunAsync(platform, book, _stopping.Token), CancellationToken.None);
        }

        return run;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host that fails, or that a test holds, stops what it has disposed of already.
        if (_isDisposed)
        {
            return;
        }

        await _stopping.CancelAsync();
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_running.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _isDisposed = true;
        _stopping.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => SteadyWork.RunAsync(RunLoopAsync, _clock, _logger, stoppingToken);

    private async Task RunLoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var platform in _platforms.Current.Values.Where(platform => platform.Options.Sync > TimeSpan.Zero))
            {
                await StartIfDueAsync(platform, stoppingToken);
            }

            await Task.Delay(Interval, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartIfDueAsync(WeChatPlatform platform, CancellationToken stoppingToken)
    {
        try
        {
            var last = await _sync.LastAsync(platform.AppId, stoppingToken);
            if (last is null || last.IsDue(_clock.GetUtcNow(), platform.Options.Sync))
            {
                await StartAsync(platform, stoppingToken);
            }

            _failed.Reset();
        }
        catch (AuthorizersUnavailableException e)
        {
            if (_failed.IsDue(out var leftOut))
            {
                Log.NotStarted(_logger, platform.Name, e.Message, leftOut);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Platform '{Platform}' cannot be compared with WeChat's list: '{Reason}' Trying again every ten seconds. Such warnings left out "
            + "since the last: '{LeftOut}'.",
            EventName = "NotStarted")]
        public static partial void NotStarted(ILogger logger, string platform, string reason, long leftOut);
    }
}
