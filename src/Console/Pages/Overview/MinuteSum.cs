using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Pages.Overview;

/// <summary>Adds the minutes of several replicas up.</summary>
internal static class MinuteSum
{
    /// <summary>
    /// Returns the sum: pushes are added, and percentiles are the slowest replica's, since those of all cannot be had of each one's.
    /// A replica that got nothing has none, whatever number stands in its answer.
    /// </summary>
    public static MinuteCounts? Of(IReadOnlyCollection<MinuteCounts> minutes) => minutes.Count == 0 ? null : new MinuteCounts(
        minutes.Sum(minute => minute.Pushes),
        minutes.SelectMany(minute => minute.Outcomes)
            .GroupBy(outcome => outcome.Key, StringComparer.Ordinal)
            .ToDictionary(outcome => outcome.Key, outcome => outcome.Sum(one => one.Value), StringComparer.Ordinal),
        Slowest(minutes, minute => minute.P50),
        Slowest(minutes, minute => minute.P95),
        Slowest(minutes, minute => minute.P99),
        minutes.Sum(minute => minute.MissedDeadlines),
        minutes.First().At);

    /// <summary>Returns the sums minute by minute, the oldest first.</summary>
    public static IReadOnlyList<MinuteCounts> OfEach(IEnumerable<MinuteCounts> minutes)
        => [.. minutes.Where(minute => minute.At is not null)
            .GroupBy(minute => minute.At!.Value.ToUnixTimeSeconds() / 60)
            .OrderBy(minute => minute.Key)
            .Select(minute => Of([.. minute])!)];

    private static double? Slowest(IEnumerable<MinuteCounts> minutes, Func<MinuteCounts, double?> percentile)
        => minutes.Where(minute => minute.Pushes > 0).Max(percentile);
}
