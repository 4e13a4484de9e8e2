using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Minutes;

namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>What a minute brought.</summary>
/// <param name="Pushes">The number of pushes.</param>
/// <param name="Outcomes">Their outcomes, by name; one that none had is missing.</param>
/// <param name="P50">The milliseconds within which half of them were answered; 0 when there were none.</param>
/// <param name="P95">The same of 95 of 100.</param>
/// <param name="P99">The same of 99 of 100.</param>
/// <param name="MissedDeadlines">How many were answered when WeChat had hung up.</param>
internal record CountsAnswer(
    long Pushes,
    IReadOnlyDictionary<string, long> Outcomes,
    [property: JsonPropertyName("p50_ms")] double P50,
    [property: JsonPropertyName("p95_ms")] double P95,
    [property: JsonPropertyName("p99_ms")] double P99,
    long MissedDeadlines)
{
    private protected CountsAnswer(PushMinute minute)
        : this(
            minute.Pushes,
            minute.Outcomes.ToDictionary(outcome => outcome.Key.ToString(), outcome => outcome.Value),
            Milliseconds(minute.P50),
            Milliseconds(minute.P95),
            Milliseconds(minute.P99),
            minute.MissedDeadlines)
    {
    }

    /// <summary>Returns what a minute brought.</summary>
    public static CountsAnswer Of(PushMinute minute) => new(minute);

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
