using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases.Steps;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.Platform.Releases;

/// <summary>Works on releases, on every replica: each mini program is one replica's at a time.</summary>
internal sealed partial class ReleaseWorker(
    PlatformCatalog platforms, IReleaseStore store, ItemTurns turns, ReleaseNews news, TimeProvider clock, ILogger<ReleaseWorker> logger)
    : BackgroundService
{
    /// <summary>How long a mini program is held without a sign of life. What a killed replica held, others take then.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    // Three signs of life may come late.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(4);

    // So long an item waits that is due by the clock, or that a killed replica left.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int MostAtOnce = 64;

    private readonly ConcurrentDictionary<(Guid Release, AppId AppId), (Task Work, ItemHold Hold)> _running = [];
    private readonly SemaphoreSlim _woken = new(0, 1);
    private readonly RepeatedWarning _failed = new(clock);
    private readonly RepeatedWarning _broken = new(clock);
    private Dictionary<Guid, Release> _known = [];
    private IDisposable? _subscription;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = news.Await(_ => Wake());
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _subscription?.Dispose();
        base.Dispose();
        _woken.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var ended = new CancellationTokenSource();
        var beating = BeatAsync(ended.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            await TakeAsync(stoppingToken);
            using var late = new CancellationTokenSource(Pause, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stoppingToken);
            await _woken.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // A call that WeChat has got already is waited for: nobody else knows what came of it.
        await Task.WhenAll(_running.Values.Select(one => one.Work));
        await ended.CancelAsync();
        await beating;
    }

    private void Wake()
    {
        try
        {
            if (_woken.CurrentCount == 0)
            {
                _woken.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another one woke it at the same moment, or it has ended.
        }
    }

    private async Task TakeAsync(CancellationToken stoppingToken)
    {
        try
        {
            var active = new Dictionary<Guid, Release>();
            foreach (var platform in platforms.Current.Values)
            {
                foreach (var release in await store.ActiveAsync(platform.AppId, _known, stoppingToken))
                {
                    active[release.Id] = release;
                    await TryTakeAsync(platform, release, stoppingToken);
                }
            }

            _known = active;
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
        catch (Exception e)
        {
            WarnOf(e);
        }
    }

    /// <summary>Takes what is due of one release. If that fails unexpectedly, the others have their turn all the same.</summary>
    private async Task TryTakeAsync(WeChatPlatform platform, Release release, CancellationToken stoppingToken)
    {
        try
        {
            await TakeAsync(platform, release, stoppingToken);
        }
        catch (Exception e) when (e is not AuthorizersUnavailableException && !stoppingToken.IsCancellationRequested)
        {
            WarnOf(e);
        }
    }

    private async Task TakeAsync(WeChatPlatform platform, Release release, CancellationToken stoppingToken)
    {
        if (release.State == ReleaseState.Cancelling)
        {
            // What killed replicas left under way.
            await store.CancelAsync(release.Id, stoppingToken);
            await news.ChangedAsync(release.Id, stoppingToken);
            return;
        }

        if (turns.OrderOf(release) is not { } order || MostAtOnce - _running.Count is not (> 0 and var most))
        {
            return;
        }

        // Each taking holds for itself: what this process took before, and holds no more, it cannot save over what is taken now.
        var hold = new ItemHold(Guid.NewGuid(), Lease);
        foreach (var item in await store.TakeAsync(release.Id, order.AtOnce, most, hold, stoppingToken))
        {
            var work = new TaskCompletionSource();
            if (_running.TryAdd((release.Id, item.AppId), (work.Task, hold)))
            {
                _ = WorkAsync(platform, release, item, hold, work, stoppingToken);
            }
            else
            {
                await LetGoAsync(release.Id, item.AppId, hold, stoppingToken);
            }
        }
    }

    /// <summary>
    /// Makes a mini program due again that was taken while its last turn was ending: saved, it was due at once by an event. Nobody works on
    /// it, so it would stay held until the lease ends.
    /// </summary>
    private async Task LetGoAsync(Guid release, AppId appId, ItemHold hold, CancellationToken stoppingToken)
    {
        if (_running.TryGetValue((release, appId), out var ending))
        {
            await ending.Work.WaitAsync(stoppingToken);
        }

        await store.HoldAsync(release, [appId], hold.End, stoppingToken);
        Wake();
    }

    private async Task WorkAsync(
        WeChatPlatform platform,
        Release release,
        ReleaseItem item,
        ItemHold hold,
        TaskCompletionSource work,
        CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            for (var next = item; next is not null && !stoppingToken.IsCancellationRequested;)
            {
                next = await turns.RunAsync(platform, release, next, hold, stoppingToken);
                await news.ChangedAsync(release.Id, CancellationToken.None);
            }
        }
        catch (AuthorizersUnavailableException)
        {
            // It is due again when its lease ends; the next look says what is wrong.
        }
        catch (Exception e)
        {
            Log.Crashed(logger, e, item.AppId.Value, release.Id, platform.Name);
        }
        finally
        {
            _running.TryRemove((release.Id, item.AppId), out _);
            work.SetResult();
            Wake();
        }
    }

    /// <summary>Holds on to what is under way.</summary>
    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Beat, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (_running.IsEmpty)
            {
                continue;
            }

            try
            {
                foreach (var held in _running.ToArray().GroupBy(one => (one.Key.Release, one.Value.Hold), one => one.Key.AppId))
                {
                    await store.HoldAsync(held.Key.Release, [.. held], held.Key.Hold, cancellationToken);
                }
            }
            catch (Exception e) when (e is AuthorizersUnavailableException or OperationCanceledException)
            {
                // Without a sign of life in time another replica goes on; it asks WeChat first.
            }
            catch (Exception e)
            {
                WarnOf(e);
            }
        }
    }

    private void WarnOf(Exception exception)
    {
        if (_broken.IsDue(out var leftOut))
        {
            Log.Broken(logger, exception, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Releases cannot be read: '{Reason}' Trying again every second. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "NotTaken")]
        public static partial void NotTaken(ILogger logger, string reason, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The work on '{AppId}' of release '{Release}' of platform '{Platform}' failed unexpectedly; it is tried again when its lease "
            + "ends.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string appId, Guid release, string platform);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "Looking for the work on releases failed unexpectedly; trying again. Such errors left out since the last: '{LeftOut}'.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, long leftOut);
    }
}
