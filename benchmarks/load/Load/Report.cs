using System.Globalization;

namespace WxYarpGateway.Load;

/// <summary>The table of the cases.</summary>
internal static class Report
{
    public static Table Head(Pace pace)
    {
        var table = new Table()
            .Line($"{Machine.Describe()}. {pace.Description}")
            .Line("");
        return table
            .Row("case", "conns", "", "msg/s", "p50 ms", "p99 ms", "errors", "CPU µs a message (range)", "× bare YARP (range)", "goal")
            .Line("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|");
    }

    public static void Add(Table table, Outcome outcome)
    {
        var goal = outcome.Case.Goal is { } most ? Table.Goal(outcome.Ratio, most, Table.Fixed(most, 2)) : "";
        var ratio = $"**{Table.Fixed(outcome.Ratio, 2)}** ({Table.Fixed(outcome.Ratios.Min(), 2)}–{Table.Fixed(outcome.Ratios.Max(), 2)})";
        Row(table, outcome.Case.Name, outcome.Case.Connections.ToString(CultureInfo.InvariantCulture), "gateway", outcome.Gateway, ratio,
            goal);
        Row(table, "", "", "bare YARP", outcome.Bare, "", "");
    }

    private static void Row(
        Table table, string name, string connections, string who, IReadOnlyList<Measurement> rounds, string ratio, string goal)
    {
        double Of(Func<Measurement, double> value) => Outcome.Median(rounds.Select(value));
        table.Row(
            name, connections, who,
            Table.Whole(Of(round => round.PerSecond)), Table.Fixed(Of(round => round.P50), 2), Table.Fixed(Of(round => round.P99), 2),
            $"{rounds.Sum(round => round.Errors)}", Table.Range([.. rounds.Select(round => round.CpuMicroseconds)], 1), ratio, goal);
    }
}
