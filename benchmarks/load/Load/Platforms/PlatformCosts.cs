namespace WxYarpGateway.Load.Platforms;

/// <summary>
/// What a push of an account in a platform's care costs beside one of a service, what records cost, and what the accounts weigh.
/// </summary>
/// <param name="workshop">Where the run takes place.</param>
/// <param name="pace">How long and how often, and whether in turn or all at once.</param>
/// <param name="entrants">The build that the goals are for, and others that are measured beside it.</param>
internal sealed class PlatformCosts(Workshop workshop, Pace pace, Entrants entrants)
{
    private const int Authorizers = 10_000;
    private const double MostRatio = 1.10;
    private const double MostOfRecords = 1.05;
    private const double MostMebibytes = 40;

    // As the gateway has it by default.
    private const int MostRecords = 2_000;

    private static readonly Case Plain = Cases.Named([Cases.Aes])[0];

    private static readonly Case Platform = Plain with
    {
        Name = "an account of a platform",
        Path = $"/{PlatformFile.Name}/wxbench{{n}}/message",
        Options = [.. Plain.Options, $"appid={PlatformFile.AppId}", $"authorizers={Authorizers}"],
    };

    public async Task<long> MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        var rivals = new List<Rival>();
        var gateways = new List<IAsyncDisposable>();
        try
        {
            var builds = (Build[])[entrants.Gateway, .. entrants.Beside];
            table.Row("a push of", "msg/s", "CPU µs a message (range)", "÷ a service's (range)", "MiB (RSS) under load", "errors", "goal")
                .Line("|---|--:|--:|--:|--:|--:|---|");
            var weights = new List<string>();
            foreach (var build in builds)
            {
                weights.Add(await EnterAsync(build, 3 * builds.Length, rivals, gateways, cancellationToken));
            }

            await DriveAsync(rivals, cancellationToken);
            foreach (var group in rivals.Chunk(rivals.Count / builds.Length))
            {
                Write(table, group);
            }

            foreach (var weight in weights)
            {
                table.Line("").Line(weight);
            }

            return rivals.Sum(rival => rival.Rounds.Sum(round => round.Errors));
        }
        finally
        {
            foreach (var gateway in gateways)
            {
                await gateway.DisposeAsync();
            }
        }
    }

    private static void Write(Table table, Rival[] rivals)
    {
        foreach (var (rival, most) in rivals.Zip([double.NaN, MostRatio, MostOfRecords]))
        {
            var ratios = Outcome.Ratios(rival.Rounds, rivals[0].Rounds);
            table.Row(
                rival.Name, Table.Whole(Outcome.Median(rival.Rounds.Select(round => round.PerSecond))),
                Table.Range([.. rival.Rounds.Select(round => round.CpuMicroseconds)], 1), Table.Range(ratios, 2),
                Table.Fixed(rival.Process.Usage.ResidentMebibytes, 0), $"{rival.Rounds.Sum(round => round.Errors)}",
                double.IsNaN(most) ? "" : Table.Goal(Outcome.Median(ratios), most, Table.Fixed(most, 2)));
        }
    }

    /// <summary>Starts the three gateways of a build; returns what the accounts weigh.</summary>
    private async Task<string> EnterAsync(
        Build build, int together, List<Rival> rivals, List<IAsyncDisposable> gateways, CancellationToken cancellationToken)
    {
        var suffix = entrants.Beside.Count > 0 ? $", {build.Name}" : "";
        Progress.Say($"a gateway learns of {Authorizers:N0} accounts{suffix}");
        var many = await PlatformGateway.StartAsync(workshop, build, Authorizers, cancellationToken);
        gateways.Add(many);
        Progress.Say($"a gateway with one account{suffix}");
        await using var one = await PlatformGateway.StartAsync(workshop, build, 1, cancellationToken);
        var plain = await StartAsync(build, Plain, cancellationToken);
        gateways.Add(plain);

        // At once each gets a share of the machine, and keeps a share of the records: of its messages as many as alone.
        var records = Plain with { KeepsRecords = true, MostRecordsPerSecond = pace.IsTogether ? MostRecords / together : MostRecords };
        var recorded = await StartAsync(build, records, cancellationToken);
        gateways.Add(recorded);
        rivals.Add(new($"a service, AES{suffix}", Plain, plain));
        rivals.Add(new(
            $"an account of a platform, one of {Authorizers:N0}, {PlatformFile.Rules:N0} rules{suffix}", Platform, many.Process));
        rivals.Add(new($"a service, AES, with records{suffix}", Plain, recorded));
        var weight = many.IdleMebibytes - one.IdleMebibytes;
        return $"{Authorizers:N0} accounts weigh {Table.Fixed(weight, 0)} MiB ({Table.Fixed(many.IdleMebibytes, 0)} MiB of RSS at rest " +
            $"after a start, beside {Table.Fixed(one.IdleMebibytes, 0)} with one account{suffix}); goal " +
            $"{Table.Goal(weight, MostMebibytes, $"{MostMebibytes:0} MiB")}.";
    }

    private Task<Child> StartAsync(Build build, Case measured, CancellationToken cancellationToken)
        => Gateways.StartGatewayAsync(
            workshop, build, new GatewayFile(workshop, measured, $"{workshop.Nginx}/json"), JustInTime.Early, cancellationToken);

    private async Task DriveAsync(List<Rival> rivals, CancellationToken cancellationToken)
    {
        var seed = 0;
        if (pace.IsTogether)
        {
            await DriveTogetherAsync(rivals, cancellationToken);
            return;
        }

        foreach (var rival in rivals)
        {
            Progress.Say($"{rival.Name}: warming up");
            for (var turn = 0; turn < 2; turn++)
            {
                await rival.DriveAsync(workshop, ++seed, pace.WarmUp, cancellationToken);
            }
        }

        for (var round = 0; round < pace.Rounds; round++)
        {
            Progress.Say($"round {round + 1} of {pace.Rounds}");

            // Each comes first once, so that none has always the same one before it.
            for (var turn = 0; turn < rivals.Count; turn++)
            {
                var rival = rivals[(turn + round) % rivals.Count];
                rival.Rounds.Add(await rival.DriveAsync(workshop, ++seed, pace.Time, cancellationToken));
            }
        }
    }

    private async Task DriveTogetherAsync(List<Rival> rivals, CancellationToken cancellationToken)
    {
        Progress.Say("all: warming up");
        await Task.WhenAll(rivals.Select((rival, index)
            => rival.DriveAsync(workshop, index + 1, pace.WarmUp * rivals.Count, cancellationToken)));
        for (var round = 1; round <= pace.Rounds; round++)
        {
            Progress.Say($"round {round} of {pace.Rounds}");
            var measured = await Task.WhenAll(rivals.Select((rival, index)
                => rival.DriveAsync(workshop, (round * rivals.Count) + index + 1, pace.Time, cancellationToken)));
            foreach (var (rival, one) in rivals.Zip(measured))
            {
                rival.Rounds.Add(one);
            }
        }
    }
}
