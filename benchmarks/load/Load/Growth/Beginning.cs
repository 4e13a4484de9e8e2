using System.Diagnostics;

namespace WxYarpGateway.Load.Growth;

/// <summary>How long a process takes to its first answered push, and what it holds while nothing happens.</summary>
internal sealed class Beginning(Workshop workshop, Pusher pusher)
{
    private const int Starts = 5;
    private const double MostIdleMebibytes = 82;
    private const double MostTimesBare = 1.25;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public async Task MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        var beginners = (Beginner[])
        [
            new("gateway", () => StartAsync(workshop.Gateway, cancellationToken)),
            new("gateway compiled ahead, as in the image", () => StartAsync(workshop.Ahead, cancellationToken)),
            new("bare YARP", () => StartBareAsync(workshop.Peers, cancellationToken)),
            new("bare YARP compiled ahead", () => StartBareAsync(workshop.PeersAhead, cancellationToken)),
        ];
        for (var start = 0; start < Starts; start++)
        {
            Progress.Say($"start-up {start + 1} of {Starts}");
            foreach (var turn in Enumerable.Range(start, beginners.Length))
            {
                var beginner = beginners[turn % beginners.Length];
                beginner.Milliseconds.Add(await TimeAsync(beginner, cancellationToken));
            }
        }

        Progress.Say("memory at idle");
        foreach (var beginner in beginners)
        {
            await using var child = await beginner.Start();
            await Task.Delay(Idle, cancellationToken);
            beginner.Mebibytes = child.Usage.ResidentMebibytes;
        }

        table.Row("one service", $"process started to first push answered, ms, median of {Starts} (range)", "÷ bare YARP (range)",
            $"memory {Idle.TotalSeconds:0} s after the start, no push yet, MiB (RSS)", "goal").Line("|---|--:|--:|--:|---|");
        foreach (var beginner in beginners)
        {
            var ratios = (double[])[.. beginner.Milliseconds.Zip(beginners[2].Milliseconds, (ours, bare) => ours / bare)];
            var goals = beginner == beginners[1]
                ? $"{Table.Goal(Outcome.Median(ratios), MostTimesBare, $"{Table.Fixed(MostTimesBare, 2)} ×")}, " +
                    Table.Goal(beginner.Mebibytes, MostIdleMebibytes, $"{Table.Fixed(MostIdleMebibytes, 0)} MiB")
                : "";
            table.Row(beginner.Name, Table.Range(beginner.Milliseconds, 0), Table.Range(ratios, 2), Table.Fixed(beginner.Mebibytes, 0), goals);
        }

        table.Line("");
    }

    private Task<Child> StartAsync(Build build, CancellationToken cancellationToken)
        => Gateways.StartGatewayAsync(
            workshop, build, new(workshop, Cases.WithServices(1), $"{workshop.Nginx}/json"), JustInTime.AsShipped, cancellationToken);

    private Task<Child> StartBareAsync(string assembly, CancellationToken cancellationToken)
        => Gateways.StartBareAsync(workshop, assembly, $"{workshop.Nginx}/plain", JustInTime.AsShipped, cancellationToken);

    private async Task<double> TimeAsync(Beginner beginner, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await using var child = await beginner.Start();
        await pusher.PushUntilAnsweredAsync(child.Port, "", cancellationToken);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private sealed record Beginner(string Name, Func<Task<Child>> Start)
    {
        public List<double> Milliseconds { get; } = [];

        public double Mebibytes { get; set; }
    }
}
