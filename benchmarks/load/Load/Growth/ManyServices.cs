namespace WxYarpGateway.Load.Growth;

/// <summary>What more services cost: a message, memory, and a reload. All sizes run beside each other and are measured in turn.</summary>
internal sealed class ManyServices(Workshop workshop, Pusher pusher, Pace pace)
{
    // The goals are for a thousand services.
    private const int Thousand = 1000;
    private const double MostSeconds = 2;
    private const double MostMebibytes = 150;

    private static readonly int[] Sizes = [1, 100, Thousand, 10_000];

    public async Task<long> MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        var gateways = new List<Grown>();
        try
        {
            foreach (var services in Sizes)
            {
                Progress.Say($"starting a gateway with {Cases.WithServices(services).Name}");
                gateways.Add(await Grown.StartAsync(workshop, workshop.Gateway, services, JustInTime.Early, cancellationToken));
            }

            await using var bare = await Gateways.StartBareAsync(workshop, $"{workshop.Nginx}/plain", JustInTime.Early, cancellationToken);
            var theirs = await DriveAsync(gateways, bare, cancellationToken);
            table.Row("services", "CPU µs a message (range)", "× bare YARP (range)", "MiB (RSS) under load",
                "one service more, s to its first reply", "all services new, s to the last one's first reply", "MiB after that", "goal")
                .Line("|--:|--:|--:|--:|--:|--:|--:|--:|");
            foreach (var gateway in gateways)
            {
                await AddAsync(table, gateway, theirs, cancellationToken);
            }

            table.Line("");
            return gateways.Sum(gateway => gateway.Rounds.Sum(round => round.Errors));
        }
        finally
        {
            foreach (var gateway in gateways)
            {
                await gateway.DisposeAsync();
            }
        }
    }

    private async Task<List<Measurement>> DriveAsync(List<Grown> gateways, Child bare, CancellationToken cancellationToken)
    {
        var one = gateways[0].Case;
        var seed = 0;
        Task<Measurement> BareAsync(TimeSpan time)
            => Wrk.DriveAsync(workshop, one, Target.Of(bare), one.BarePath, Interlocked.Increment(ref seed), time, cancellationToken);
        Task<Measurement> OursAsync(Grown gateway, TimeSpan time)
            => gateway.DriveAsync(workshop, Interlocked.Increment(ref seed), time, cancellationToken);

        foreach (var gateway in gateways)
        {
            Progress.Say($"{gateway.Case.Name}: warming up");
            await OursAsync(gateway, pace.WarmUp);
        }

        await BareAsync(pace.WarmUp);
        var theirs = new List<Measurement>();
        for (var round = 0; round < pace.Rounds; round++)
        {
            Progress.Say($"cost a message, all sizes: round {round + 1} of {pace.Rounds}");
            theirs.Add(await BareAsync(pace.Time));

            // Each size comes first once, so that none has always the same one before it.
            for (var turn = 0; turn < gateways.Count; turn++)
            {
                var gateway = gateways[(turn + round) % gateways.Count];
                gateway.Rounds.Add(await OursAsync(gateway, pace.Time));
            }
        }

        return theirs;
    }

    private async Task AddAsync(Table table, Grown gateway, List<Measurement> theirs, CancellationToken cancellationToken)
    {
        var services = gateway.Case.Services;
        var steady = gateway.Mebibytes;
        Progress.Say($"{gateway.Case.Name}: reloading");
        var oneMore = await gateway.ReloadAsync(pusher, [.. gateway.Case.Suffixes, "-more"], cancellationToken);
        var allNew = await gateway.ReloadAsync(pusher, [.. gateway.Case.Suffixes.Select(suffix => $"-new{suffix}")], cancellationToken);
        var goal = services == Thousand
            ? $"{Table.Goal(allNew, MostSeconds, $"{MostSeconds:0} s")}, {Table.Goal(steady, MostMebibytes, $"{MostMebibytes:0} MiB")}"
            : "";
        table.Row(
            Table.Whole(services), Table.Range([.. gateway.Rounds.Select(round => round.CpuMicroseconds)], 1),
                Table.Range(Outcome.Ratios(gateway.Rounds, theirs), 2),
            Table.Fixed(steady, 0), Seconds(oneMore), Seconds(allNew), Table.Fixed(gateway.Mebibytes, 0), goal);
    }

    private static string Seconds(double value) => double.IsFinite(value) ? Table.Fixed(value, 2) : $"> {Pusher.Longest.TotalSeconds:0}";
}
