using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Counts a platform's calls per path and day, and how often the counts were cleared this month.</summary>
internal sealed class PlatformQuotas
{
    // Documented for clear_quota/v2: ten times a month for each account.
    private const int ClearingsPerMonth = 10;
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DailyQuota> _used = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string AppId, int Month), int> _clearings = new();

    public bool TryTake(string path, IReadOnlyDictionary<string, int> limits, DateTimeOffset now)
    {
        if (!limits.TryGetValue(path, out var limit))
        {
            return true;
        }

        lock (_gate)
        {
            if (!_used.TryGetValue(path, out var quota))
            {
                _used[path] = quota = new DailyQuota();
            }

            return quota.TryTake(limit, now);
        }
    }

    /// <summary>Clears the counts of the platform or of one authorizer, whose calls are not counted.</summary>
    public ApiError? Clear(string appId, bool isPlatform, DateTimeOffset now)
    {
        var today = now.ToOffset(Beijing);
        if (_clearings.AddOrUpdate((appId, (today.Year * 12) + today.Month), 1, (_, times) => times + 1) > ClearingsPerMonth)
        {
            return ApiError.QuotaClearedTooOften;
        }

        lock (_gate)
        {
            if (isPlatform)
            {
                _used.Clear();
            }
        }

        return null;
    }
}
