using System.Globalization;

namespace WxYarpGateway.Load;

/// <summary>The table of the cases.</summary>
/// <param name="pace">The pace, which the table says.</param>
/// <param name="hasOthers">Whether there is anyone but the gateway and bare YARP; without them, a column less.</param>
internal sealed class Report(Pace pace, bool hasOthers)
{
    /// <summary>Gets the table so far.</summary>
    public Table Table { get; } = new();

    public void Begin()
    {
        Table.Line($"{Machine.Describe()}. {pace.Description}").Line("");
        Row("case", "conns", "", "msg/s", "p50 ms", "p99 ms", "errors", "CPU µs a message (range)", "× bare YARP (range)",
            "gateway ÷ it (range)", "MiB loaded", "Redis µs a message", "goal");
        Table.Line(hasOthers ? "|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|" : "|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|---|");
    }

    public void Add(Outcome outcome)
    {
        foreach (var contender in outcome.Contenders)
        {
            var isGateway = contender == outcome.Gateway;
            var isBare = contender == outcome.Bare;
            Row(
                isGateway ? outcome.Case.Name : "",
                isGateway ? outcome.Case.Connections.ToString(CultureInfo.InvariantCulture) : "",
                contender.Name,
                Table.Whole(contender.Median(round => round.PerSecond)),
                Table.Fixed(contender.Median(round => round.P50), 2),
                Table.Fixed(contender.Median(round => round.P99), 2),
                $"{contender.Rounds.Sum(round => round.Errors)}",
                Table.Range([.. contender.Rounds.Select(round => round.CpuMicroseconds)], 1),
                isBare ? "" : Ratio(contender, outcome.Bare),
                isGateway ? "" : Ratio(outcome.Gateway, contender),
                Table.Fixed(contender.Mebibytes, 0),
                contender.RedisCost is { } redis ? Table.Fixed(redis, 1) : "",
                isGateway ? string.Join(", ", Goals(outcome)) : "");
        }
    }

    private static string Ratio(Contender one, Contender other)
    {
        var ratios = Outcome.Ratios(one.Rounds, other.Rounds);
        return $"**{Table.Fixed(Outcome.Median(ratios), 2)}** ({Table.Fixed(ratios.Min(), 2)}–{Table.Fixed(ratios.Max(), 2)})";
    }

    private static IEnumerable<string> Goals(Outcome outcome)
    {
        var gateway = outcome.Gateway;
        if (outcome.Case.Goal is { } ratio)
        {
            yield return Table.Goal(outcome.Ratio, ratio, $"{Table.Fixed(ratio, 2)} ×");
        }

        if (outcome.Case.MostMebibytes is { } mebibytes)
        {
            yield return Table.Goal(gateway.Mebibytes, mebibytes, $"{Table.Fixed(mebibytes, 0)} MiB");
        }

        if (outcome.Case.MostRedisMicroseconds is { } most && gateway.RedisCost is { } redis)
        {
            yield return Table.Goal(redis, most, $"{Table.Fixed(most, 0)} µs of Redis");
        }

        if (outcome.Case.LeastPerSecond is { } least)
        {
            yield return Table.AtLeast(gateway.Median(round => round.PerSecond), least, $"{Table.Whole(least)} msg/s");
        }
    }

    private void Row(params string[] cells) => Table.Row(hasOthers ? cells : [.. cells[..9], .. cells[10..]]);
}
