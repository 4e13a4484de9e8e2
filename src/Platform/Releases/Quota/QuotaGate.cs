using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Quota;

/// <summary>
/// Gives out what the platform may submit, for all its releases and all replicas together, so that WeChat is not asked in vain.
/// </summary>
/// <remarks>WeChat decides in the end: <c>queryquota</c> counts what people submit in its console, too.</remarks>
internal sealed class QuotaGate(IReleaseStore store, PlatformQuota quota, TimeProvider clock)
{
    private static readonly WeChatError NoProgram =
        new(null, ErrorClass.Configuration, "The platform cares for no mini program whose token could ask for the quota.");

    // People may have withdrawn audits, or bought more.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    /// <summary>Takes one submission.</summary>
    public async ValueTask<QuotaTaken> TakeAsync(WeChatPlatform platform, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await store.ReadQuotaAsync(platform.AppId, cancellationToken);
            var state = QuotaState.Read(seen);
            var now = clock.GetUtcNow();
            if (state is null || state.Day != Shanghai.DayOf(now) || (state.IsUsedUp && MayHaveMore(state, now)))
            {
                var asked = await quota.AskAsync(platform, cancellationToken) ?? NoProgram;
                if (!asked.TryGet(out var told, out var error))
                {
                    return new QuotaTaken(null, error);
                }

                state = new QuotaState(Shanghai.DayOf(now), told.Rest, 0, now.ToUnixTimeMilliseconds());
            }

            var isUsedUp = state.IsUsedUp;
            var next = (isUsedUp ? state : state with { Taken = state.Taken + 1 }).ToJson();
            if (next == seen || await store.TryReplaceQuotaAsync(platform.AppId, seen, next, cancellationToken))
            {
                return new QuotaTaken(isUsedUp ? Shanghai.NextDay(now) : null, null);
            }
        }
    }

    // What was taken may not have been used: WeChat refuses submissions for other reasons, too.
    private static bool MayHaveMore(QuotaState state, DateTimeOffset now)
        => state.Rest > 0 || now.ToUnixTimeMilliseconds() - state.AskedAt >= AskAgain.TotalMilliseconds;

    /// <summary>Notes that WeChat refused a submission for want of quota; returns when to try again.</summary>
    public async ValueTask<DateTimeOffset> CloseAsync(AppId platform, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await store.ReadQuotaAsync(platform, cancellationToken);
            var now = clock.GetUtcNow();
            var closed = new QuotaState(Shanghai.DayOf(now), 0, 0, now.ToUnixTimeMilliseconds()).ToJson();
            if (await store.TryReplaceQuotaAsync(platform, seen, closed, cancellationToken))
            {
                return Shanghai.NextDay(now);
            }
        }
    }
}
