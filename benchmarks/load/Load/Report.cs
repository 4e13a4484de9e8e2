using System.Globalization;

namespace WxYarpGateway.Load;

/// <summary>Prints what was measured, as it comes, in a table that is Markdown too.</summary>
internal static class Report
{
    public static void Head()
    {
        Console.WriteLine();
        Console.WriteLine("| case | conns | | msg/s | p50 ms | p99 ms | errors | CPU µs a message (range) | × bare YARP (range) | goal |");
        Console.WriteLine("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|");
    }

    public static void Print(Outcome outcome)
    {
        var goal = outcome.Case.Goal is { } most ? $"≤ {Fixed(most, 2)} {(outcome.Ratio <= most ? "held" : "**missed**")}" : "";
        var ratio = $"**{Fixed(outcome.Ratio, 2)}** ({Fixed(outcome.Ratios.Min(), 2)}–{Fixed(outcome.Ratios.Max(), 2)})";
        Line(outcome.Case.Name, outcome.Case.Connections.ToString(CultureInfo.InvariantCulture), "gateway", outcome.Gateway, ratio, goal);
        Line("", "", "bare YARP", outcome.Bare, "", "");
    }

    private static void Line(string name, string connections, string who, IReadOnlyList<Measurement> rounds, string ratio, string goal)
    {
        double Of(Func<Measurement, double> value) => Outcome.Median(rounds.Select(value));
        var cpu = $"{Fixed(Of(round => round.CpuMicroseconds), 1)} ({Fixed(rounds.Min(round => round.CpuMicroseconds), 1)}–{Fixed(rounds.Max(round => round.CpuMicroseconds), 1)})";
        Console.WriteLine(
            $"| {name} | {connections} | {who} | {Of(round => round.PerSecond).ToString("N0", CultureInfo.InvariantCulture)} | {Fixed(Of(round => round.P50), 2)} | {Fixed(Of(round => round.P99), 2)} "
            + $"| {rounds.Sum(round => round.Errors)} | {cpu} | {ratio} | {goal} |");
    }

    private static string Fixed(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
