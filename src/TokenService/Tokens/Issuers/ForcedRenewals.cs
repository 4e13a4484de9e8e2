using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>How often a new token may be forced, well within WeChat's limits for stable_token.</summary>
internal static class ForcedRenewals
{
    /// <summary>The time between two; WeChat ignores one that comes sooner.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // WeChat allows 20 a day.
    private static readonly StoreQuota Quota = new(Limit: 15, Window: TimeSpan.FromDays(1), Interval);

    /// <summary>
    /// Takes one of an account's forced renewals, which all replicas share. Returns zero, or how long to wait for the next.
    /// </summary>
    public static ValueTask<TimeSpan> TakeAsync(IExpiringStore store, AppId appId, CancellationToken cancellationToken) =>
        store.TakeAsync($"v1:{Uri.EscapeDataString(appId.Value)}:forced", Quota, cancellationToken);
}
