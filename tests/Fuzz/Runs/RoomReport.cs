using System.Globalization;

namespace WxYarpGateway.Fuzz.Runs;

/// <summary>How a run in a room went.</summary>
internal sealed record RoomReport(
    string Room,
    long Seed,
    long Executions,
    long Taken,
    TimeSpan Time,
    (TimeSpan Time, int Length) Slowest,
    (long Bytes, int Length) Largest,
    IReadOnlyList<Finding> Findings)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Room,-14} {Executions,10:N0} inputs {Executions / Math.Max(Time.TotalSeconds, 0.001),8:N0}/s, " +
            $"{(Executions == 0 ? 0 : 100.0 * Taken / Executions),5:0.0} % taken, slowest {Slowest.Time.TotalMilliseconds,6:0.0} ms " +
                $"({Slowest.Length:N0} bytes), largest {Largest.Bytes / 1024.0,7:N0} KiB ({Largest.Length:N0} bytes), {Findings.Count} " +
                    $"findings, seed {Seed}");
}
