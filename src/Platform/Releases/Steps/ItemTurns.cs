using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Runs a turn of a mini program and saves what came of it.</summary>
internal sealed partial class ItemTurns(
    IReleaseStore store,
    AuthorizerRegistry authorizers,
    ItemWork work,
    ReleaseMetrics metrics,
    TimeProvider clock,
    ILogger<ItemTurns> logger)
{
    // The orders of a hundred releases are remembered; there are rarely more at once.
    private const int MostOrders = 100;

    private readonly ConcurrentDictionary<Guid, ReleaseOrder?> _orders = [];

    /// <summary>Returns the order of a release; null when a newer version wrote it, whose replicas do the work.</summary>
    public ReleaseOrder? OrderOf(Release release)
    {
        if (_orders.Count > MostOrders)
        {
            _orders.Clear();
        }

        return _orders.GetOrAdd(release.Id, _ =>
        {
            try
            {
                return OrderReader.ReadFiled(release.Definition);
            }
            catch (FormatException)
            {
                Log.NotUnderstood(logger, release.Id);
                return null;
            }
        });
    }

    /// <summary>Runs the turn; returns the mini program if there is more to do at once.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(
        WeChatPlatform platform, Release release, ReleaseItem item, ItemHold hold, CancellationToken stoppingToken)
    {
        var order = OrderOf(release)!;
        var turn = new Turn(
            platform,
            release,
            order,
            item,
            AuthorizerKey.AccountOf(platform.Account, item.AppId, ServiceKind.MiniProgram),
            authorizers.TagsOf(platform, item.AppId),
            (trying, token) => stoppingToken.IsCancellationRequested
                ? new ValueTask<ReleaseItem?>(result: null)
                : store.SaveAsync(trying, hold, order.StopAfter, token),
            clock.GetUtcNow());

        // Once it has begun, a turn is not cancelled: WeChat may have got the call.
        if (await work.RunAsync(turn, CancellationToken.None) is not { } next)
        {
            await store.SaveAsync(turn.Item, hold.End, order.StopAfter, CancellationToken.None);
            return null;
        }

        metrics.Ran(platform.Name, order, turn.Item, next);
        var goesOn = next.DueAt <= clock.GetUtcNow() && !stoppingToken.IsCancellationRequested;
        var saved = await store.SaveAsync(next, goesOn ? hold : hold.End, order.StopAfter, CancellationToken.None);
        if (next.IsEnded)
        {
            Log.Ended(logger, next.AppId.Value, release.Id, next.State, next.ErrorCode ?? 0);
        }

        return goesOn ? saved : null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Release '{Release}' was ordered with keys that this version does not know. Newer replicas work on it.",
            EventName = "NotUnderstood")]
        public static partial void NotUnderstood(ILogger logger, Guid release);

        [LoggerMessage(
            2,
            LogLevel.Debug,
            "Mini program '{AppId}' of release '{Release}' is at its end: '{State}', errcode '{ErrorCode}'.",
            EventName = "Ended")]
        public static partial void Ended(ILogger logger, string appId, Guid release, ItemState state, int errorCode);
    }
}
