using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Platform.Rules;

/// <summary>Reads rules that other replicas changed: when the store tells so, and every five seconds besides.</summary>
internal sealed partial class RuleWorker(
    RuleBook book, PlatformCatalog platforms, IStoreNews news, TimeProvider clock, ILogger<RuleWorker> logger) : BackgroundService
{
    /// <summary>How often the revision is asked for.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // The start waits so long for the database. Without it, the rules of the configuration are in force alone.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _heard = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly RepeatedWarning _failed = new(clock);
    private IDisposable? _subscription;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // First listen, then read: no change falls between the two.
        _subscription = news.Subscribe(RuleBook.Topic, _ => _heard.Writer.TryWrite(true));
        using var limit = new CancellationTokenSource(StartLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await LookAsync(either.Token);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _subscription?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Task heard = _heard.Reader.WaitToReadAsync(stoppingToken).AsTask();
            await heard.WaitAsync(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
            {
                // Before the look: what is heard during it may be about something newer.
                _heard.Reader.TryRead(out _);
                await LookAsync(stoppingToken);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var platform in platforms.Current.Values)
        {
            try
            {
                await book.RefreshAsync(platform, cancellationToken);
                _failed.Reset();
            }
            catch (Exception exception)
            {
                // Messages go on by the rules of the last revision.
                if (!cancellationToken.IsCancellationRequested && _failed.IsDue(out var leftOut))
                {
                    Log.NotRead(logger, platform.Name, exception.Message, leftOut);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The rules of platform '{Platform}' could not be read: {Problem} Those that were read last stay in force, and it is tried again "
            + "in five seconds. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "NotRead")]
        public static partial void NotRead(ILogger logger, string platform, string problem, long leftOut);
    }
}
