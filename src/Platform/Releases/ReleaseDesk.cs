using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Releases;

/// <summary>Takes orders, and what people want of them later.</summary>
public sealed partial class ReleaseDesk
{
    /// <summary>The states of mini programs that may be tried again.</summary>
    public static readonly IReadOnlyList<ItemState> Retriable =
        [ItemState.Failed, ItemState.Rejected, ItemState.Skipped, ItemState.Cancelled];

    private readonly IReleaseStore _store;
    private readonly AuthorizerRegistry _authorizers;
    private readonly ReleaseNews _news;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReleaseDesk> _logger;

    internal ReleaseDesk(
        IReleaseStore store, AuthorizerRegistry authorizers, ReleaseNews news, TimeProvider clock, ILogger<ReleaseDesk> logger)
        => (_store, _authorizers, _news, _clock, _logger) = (store, authorizers, news, clock, logger);

    /// <summary>Files an order; the same key files the same order once.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="order">The order.</param>
    /// <param name="idempotencyKey">The key; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<FiledRelease> FileAsync(
        WeChatPlatform platform, ReleaseOrder order, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(order);
        var appIds = TargetsOf(platform, order);
        if (appIds.Count is 0 or > ReleaseTarget.Most)
        {
            // The tag may have meant others when the order was filed with this key.
            if (idempotencyKey is not null && await _store.FindFiledAsync(platform.AppId, idempotencyKey, cancellationToken) is { } before)
            {
                return Known(before, order);
            }

            return new FiledRelease(appIds.Count == 0 ? FilingResult.Nobody : FilingResult.TooMany);
        }

        var now = _clock.GetUtcNow();
        var release = new Release(Guid.CreateVersion7(now), platform.AppId, order.Name, order.Json)
        {
            IdempotencyKey = idempotencyKey,
            CreatedAt = now,
        };
        var filed = await _store.AddAsync(release, appIds, cancellationToken);
        if (filed.Id == release.Id)
        {
            Log.Filed(_logger, filed.Id, order.Name, appIds.Count, platform.Name);
            await _news.DueAsync(filed.Id, CancellationToken.None);
        }

        return Known(filed, order);
    }

    private static FiledRelease Known(Release filed, ReleaseOrder order) => filed.Definition == order.Json
        ? new FiledRelease(FilingResult.Filed, filed.Id)
        : new FiledRelease(FilingResult.OtherOrder);

    /// <summary>Returns the mini programs that an order means now.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="order">The order.</param>
    public IReadOnlyList<AppId> TargetsOf(WeChatPlatform platform, ReleaseOrder order)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(order);
        return order.Target.AppIds.Count > 0 ? order.Target.AppIds : Programs(platform, order.Target.Tag);
    }

    /// <summary>Cancels a release.</summary>
    /// <param name="release">The release.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask CancelAsync(Release release, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(release);
        await _store.CancelAsync(release.Id, cancellationToken);
        await ToldAsync(release, nameof(CancelAsync));
    }

    /// <summary>Lets a release go on that is paused or waits for quota; returns whether it did.</summary>
    /// <param name="release">The release.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<bool> ResumeAsync(Release release, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(release);
        if (release.State == ReleaseState.WaitingForQuota
            && await _store.ReadQuotaAsync(release.Platform, cancellationToken) is { Length: > 0 } seen)
        {
            // Whoever resumes knows that there is more: WeChat is asked.
            await _store.TryReplaceQuotaAsync(release.Platform, seen, "", cancellationToken);
        }

        var isResumed = await _store.ResumeAsync(release.Id, cancellationToken);
        await ToldAsync(release, nameof(ResumeAsync));
        return isResumed;
    }

    /// <summary>
    /// Lets mini programs at an end go on, or begins anew with them; returns how many, or null while the release is being cancelled.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <param name="states">Their states, of <see cref="Retriable"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<int?> RetryAsync(
        Release release, IReadOnlyCollection<ItemState> states, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(release);
        var retried = await _store.RetryAsync(release.Id, states, cancellationToken);
        await ToldAsync(release, nameof(RetryAsync));
        return retried;
    }

    private async ValueTask ToldAsync(Release release, string what)
    {
        Log.Told(_logger, release.Id, what.Replace("Async", "", StringComparison.Ordinal));
        await _news.DueAsync(release.Id, CancellationToken.None);
    }

    private List<AppId> Programs(WeChatPlatform platform, string? tag)
        => [.. _authorizers.Of(platform.AppId)
            .Where(one => one.Kind == ServiceKind.MiniProgram && one.State == AuthorizerState.Authorized
                && (tag is null || _authorizers.TagsOf(platform, one.AppId).Contains(tag)))
            .Select(one => one.AppId)
            .OrderBy(appId => appId.Value, StringComparer.Ordinal)];

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Release '{Id}' ('{Name}') of '{Count}' mini programs was filed for platform '{Platform}'.",
            EventName = "Filed")]
        public static partial void Filed(ILogger logger, Guid id, string name, int count, string platform);

        [LoggerMessage(2, LogLevel.Information, "Release '{Id}' was told to do this: '{What}'.", EventName = "Told")]
        public static partial void Told(ILogger logger, Guid id, string what);
    }
}
