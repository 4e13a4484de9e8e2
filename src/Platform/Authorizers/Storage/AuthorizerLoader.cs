using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>Keeps this replica's memory of authorizers as the database has them.</summary>
/// <remarks>
/// All rows of a platform are read when it is first configured, single rows when somebody tells that they changed, and once a minute those
/// that changed without news. While the database is away, pushes go on with what is in memory.
/// </remarks>
internal sealed partial class AuthorizerLoader : BackgroundService
{
    /// <summary>How often rows are read that changed without news.</summary>
    internal static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    // The start waits no longer for a database that is away.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // The clocks of replicas differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly PlatformCatalog _platforms;
    private readonly AuthorizerRegistry _registry;
    private readonly AuthorizerChanges _changes;
    private readonly IAuthorizerStore? _store;
    private readonly TimeProvider _clock;
    private readonly ILogger<AuthorizerLoader> _logger;
    private readonly RepeatedWarning _away;

    // Without an authorizer the platforms have changed.
    private readonly Channel<News> _changed = Channel.CreateUnbounded<News>();
    private readonly Dictionary<AppId, DateTimeOffset> _readAt = [];
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AuthorizerLoader(
        PlatformCatalog platforms,
        AuthorizerRegistry registry,
        AuthorizerChanges changes,
        IEnumerable<IAuthorizerStore> stores,
        AuthorizerMetrics metrics,
        TimeProvider clock,
        ILogger<AuthorizerLoader> logger)
    {
        // Asked for here, so that its gauge is there as soon as the process is.
        ArgumentNullException.ThrowIfNull(metrics);
        _platforms = platforms;
        _registry = registry;
        _changes = changes;
        _store = stores.LastOrDefault();
        _clock = clock;
        _logger = logger;
        _away = new RepeatedWarning(clock);
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        if (_platforms.Current.Count > 0 && _store is not null)
        {
            // Else the first pushes would meet unknown authorizers.
            await _loaded.Task.WaitAsync(LongestStart, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_store is null)
        {
            return;
        }

        using var news = _changes.Subscribe((component, appId) => _changed.Writer.TryWrite(new News(component, appId)));
        using var reloads = ChangeWatch();
        var readAt = _clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var isRound = _clock.GetElapsedTime(readAt) >= Round;
            var isRead = await TryAsync(_store, isRound, stoppingToken);
            if (isRead)
            {
                _loaded.TrySetResult();
                readAt = isRound ? _clock.GetTimestamp() : readAt;
            }

            await WaitAsync(isRead ? Round - _clock.GetElapsedTime(readAt) : Retry, isRead, stoppingToken);
        }
    }

    private IDisposable ChangeWatch()
        => ChangeToken.OnChange(_platforms.GetChangeToken, () => _changed.Writer.TryWrite(News.OfPlatforms));

    /// <summary>Reads what is to be read; returns whether the database answered.</summary>
    private async Task<bool> TryAsync(IAuthorizerStore store, bool isRound, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var platform in _platforms.Current.Values)
            {
                var isKnown = _readAt.TryGetValue(platform.AppId, out var readAt);
                if (!isKnown || isRound)
                {
                    await LoadAsync(store, platform, isKnown ? readAt - Overlap : null, cancellationToken);
                }
            }

            while (_changed.Reader.TryPeek(out var changed))
            {
                if (changed is { Component: { } component, AppId: { } appId })
                {
                    await ReadAsync(store, component, appId, cancellationToken);
                }

                // Only what was read is forgotten.
                _changed.Reader.TryRead(out _);
            }

            _away.Reset();
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, pushes go on, and the next try may succeed.
            if (_away.IsDue(out var leftOut))
            {
                Log.Away(_logger, exception is AuthorizersUnavailableException ? exception.Message : exception.GetType().Name, leftOut);
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LoadAsync(IAuthorizerStore store, WeChatPlatform platform, DateTimeOffset? since,
        CancellationToken cancellationToken)
    {
        var at = _clock.GetUtcNow();
        var count = 0;
        await foreach (var authorizer in store.LoadAsync(platform.AppId, since, cancellationToken))
        {
            _registry.Put(authorizer);
            count++;
        }

        _readAt[platform.AppId] = at;
        if (since is null)
        {
            Log.Loaded(_logger, platform.Name, count);
        }
    }

    private async Task ReadAsync(IAuthorizerStore store, AppId component, AppId appId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(component, appId, cancellationToken) is { } found)
        {
            _registry.Put(found.Authorizer);
        }
        else
        {
            _registry.Remove(component, appId);
        }
    }

    /// <summary>Waits for news, at most for a time.</summary>
    private async Task WaitAsync(TimeSpan most, bool isForNews, CancellationToken stoppingToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var pause = Task.Delay(most > TimeSpan.Zero ? most : TimeSpan.Zero, _clock, enough.Token);
        await (isForNews ? Task.WhenAny(pause, _changed.Reader.WaitToReadAsync(enough.Token).AsTask()) : Task.WhenAny(pause));
        await enough.CancelAsync();
    }

    // An object: channels of these have code that is compiled ahead.
    private sealed record News(AppId? Component, AppId? AppId)
    {
        public static News OfPlatforms { get; } = new(null, null);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "Platform '{Platform}' has '{Count}' authorizers in the database.", EventName = "Loaded")]
        public static partial void Loaded(ILogger logger, string platform, int count);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The authorizers cannot be read: '{Reason}' Pushes go on with those in memory; trying again every second. Such warnings left "
            + "out since the last: '{LeftOut}'.",
            EventName = "Away")]
        public static partial void Away(ILogger logger, string reason, long leftOut);
    }
}
