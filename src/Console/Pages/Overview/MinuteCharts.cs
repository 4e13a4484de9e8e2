using WxYarpGateway.Console.Gateways.Overviews;
using WxYarpGateway.Console.Pieces.Charts;

namespace WxYarpGateway.Console.Pages.Overview;

/// <summary>Makes the series of the charts of minutes.</summary>
internal static class MinuteCharts
{
    // More are too many to tell apart.
    private const int MostOutcomes = 7;
    private const string Rest = "…";

    /// <summary>Returns the pushes by outcome, the most common first; rare ones are one series.</summary>
    public static IReadOnlyList<ChartSeries> Outcomes(IReadOnlyList<MinuteCounts> minutes, Func<string, string> words)
    {
        var names = minutes.SelectMany(minute => minute.Outcomes)
            .GroupBy(outcome => outcome.Key, StringComparer.Ordinal)
            .OrderByDescending(outcome => outcome.Sum(one => one.Value))
            .ThenBy(outcome => outcome.Key, StringComparer.Ordinal)
            .Select(outcome => outcome.Key)
            .ToList();
        var series = names.Take(MostOutcomes).Select(name => new ChartSeries(
            words(name), [.. minutes.Select(minute => (double?)minute.Outcomes.GetValueOrDefault(name))])).ToList();
        if (names.Count > MostOutcomes)
        {
            var others = names.Skip(MostOutcomes).ToList();
            series.Add(new ChartSeries(
                Rest, [.. minutes.Select(minute => (double?)others.Sum(name => minute.Outcomes.GetValueOrDefault(name)))]));
        }

        return series;
    }

    /// <summary>Returns the percentiles; there are none of a minute without pushes.</summary>
    public static IReadOnlyList<ChartSeries> Latencies(IReadOnlyList<MinuteCounts> minutes) =>
    [
        new("p50", [.. minutes.Select(minute => Of(minute, minute.P50))]),
        new("p95", [.. minutes.Select(minute => Of(minute, minute.P95))]),
        new("p99", [.. minutes.Select(minute => Of(minute, minute.P99))]),
    ];

    private static double? Of(MinuteCounts minute, double? percentile) => minute.Pushes > 0 ? percentile : null;
}
