namespace WxYarpGateway.TokenService.Store;

/// <summary>How often a new token may be forced, well within WeChat's limits for stable_token.</summary>
internal static class ForcedRenewals
{
    /// <summary>How many are allowed in any <see cref="Window"/>; WeChat allows 20 a day.</summary>
    public const int Limit = 15;

    /// <summary>The time over which <see cref="Limit"/> is counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>What lies between two of them; WeChat ignores one that comes sooner.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
}
