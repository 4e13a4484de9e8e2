using System.Diagnostics;

namespace WxYarpGateway.Load.Growth;

/// <summary>How long a process takes to its first answered push, and what it holds while nothing happens.</summary>
internal sealed class Beginning(Workshop workshop, Pusher pusher)
{
    private const int Starts = 5;
    private const double MostIdleMebibytes = 82;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public async Task MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        var plaintext = Cases.WithServices(1);
        var (ours, ahead, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var start = 1; start <= Starts; start++)
        {
            Progress.Say($"start-up {start} of {Starts}");
            ours.Add(await StartAsync(() => StartGatewayAsync(workshop.Gateway, plaintext, cancellationToken), cancellationToken));
            ahead.Add(await StartAsync(() => StartGatewayAsync(workshop.Ahead, plaintext, cancellationToken), cancellationToken));
            theirs.Add(await StartAsync(() => Gateways.StartBareAsync(
                workshop, $"{workshop.Nginx}/plain", JustInTime.AsShipped, cancellationToken), cancellationToken));
        }

        Progress.Say("memory at idle");
        await using var gateway = await StartGatewayAsync(workshop.Gateway, plaintext, cancellationToken);
        await using var image = await StartGatewayAsync(workshop.Ahead, plaintext, cancellationToken);
        await using var bare = await Gateways.StartBareAsync(workshop, $"{workshop.Nginx}/plain", JustInTime.AsShipped, cancellationToken);
        await Task.Delay(Idle, cancellationToken);

        table.Row("one service", "gateway", "gateway compiled ahead, as in the image", "bare YARP", "goal").Line("|---|--:|--:|--:|--:|");
        table.Row($"process started to first push answered, ms, median of {Starts} (range)", Table.Range(ours, 0), Table.Range(ahead, 0),
            Table.Range(theirs, 0), "");
        table.Row(
            $"memory {Idle.TotalSeconds:0} s after the start, no push yet, MiB (RSS)", Table.Fixed(gateway.Usage.ResidentMebibytes, 0),
                Table.Fixed(image.Usage.ResidentMebibytes, 0),
            Table.Fixed(bare.Usage.ResidentMebibytes, 0),
            Table.Goal(gateway.Usage.ResidentMebibytes, MostIdleMebibytes, Table.Fixed(MostIdleMebibytes, 0)));
        table.Line("");
    }

    private Task<Child> StartGatewayAsync(Build build, Case measured, CancellationToken cancellationToken)
        => Gateways.StartGatewayAsync(workshop, build, File(measured), JustInTime.AsShipped, cancellationToken);

    private GatewayFile File(Case measured) => new(workshop, measured, $"{workshop.Nginx}/json");

    private async Task<double> StartAsync(Func<Task<Child>> start, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await using var child = await start();
        await pusher.PushUntilAnsweredAsync(child.Port, "", cancellationToken);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
