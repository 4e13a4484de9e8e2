namespace WxYarpGateway.Load.Platforms;

/// <summary>
/// What a push of an account in a platform's care costs beside one of a service, what records cost, and what the accounts weigh.
/// </summary>
internal sealed class PlatformCosts(Workshop workshop, Pace pace)
{
    private const int Authorizers = 10_000;
    private const double MostRatio = 1.10;
    private const double MostOfRecords = 1.05;
    private const double MostMebibytes = 40;

    private static readonly Case Plain = Cases.Named([Cases.Aes])[0];

    private static readonly Case Platform = Plain with
    {
        Name = "an account of a platform",
        Path = $"/{PlatformFile.Name}/wxbench{{n}}/message",
        Options = [.. Plain.Options, $"appid={PlatformFile.AppId}", $"authorizers={Authorizers}"],
    };

    public async Task<long> MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        Progress.Say($"a gateway learns of {Authorizers:N0} accounts");
        await using var many = await PlatformGateway.StartAsync(workshop, Authorizers, cancellationToken);
        Progress.Say("a gateway with one account");
        await using var one = await PlatformGateway.StartAsync(workshop, 1, cancellationToken);
        await using var plain = await StartAsync(Plain, cancellationToken);
        await using var recorded = await StartAsync(Plain with { KeepsRecords = true }, cancellationToken);
        var rivals = (Rival[])
        [
            new("a service, AES", Plain, plain),
            new($"an account of a platform, one of {Authorizers:N0}, {PlatformFile.Rules:N0} rules", Platform, many.Process),
            new("a service, AES, with records", Plain, recorded),
        ];
        await DriveAsync(rivals, cancellationToken);

        table.Row("a push of", "msg/s", "CPU µs a message (range)", "÷ a service's (range)", "MiB (RSS) under load", "errors", "goal")
            .Line("|---|--:|--:|--:|--:|--:|---|");
        foreach (var (rival, most) in rivals.Zip([double.NaN, MostRatio, MostOfRecords]))
        {
            var ratios = Outcome.Ratios(rival.Rounds, rivals[0].Rounds);
            table.Row(
                rival.Name, Table.Whole(Outcome.Median(rival.Rounds.Select(round => round.PerSecond))),
                Table.Range([.. rival.Rounds.Select(round => round.CpuMicroseconds)], 1), Table.Range(ratios, 2),
                Table.Fixed(rival.Process.Usage.ResidentMebibytes, 0), $"{rival.Rounds.Sum(round => round.Errors)}",
                double.IsNaN(most) ? "" : Table.Goal(Outcome.Median(ratios), most, Table.Fixed(most, 2)));
        }

        var weight = many.IdleMebibytes - one.IdleMebibytes;
        table.Line("").Line(
            $"{Authorizers:N0} accounts weigh {Table.Fixed(weight, 0)} MiB ({Table.Fixed(many.IdleMebibytes, 0)} MiB of RSS at rest " +
            $"after a start, beside {Table.Fixed(one.IdleMebibytes, 0)} with one account); goal " +
            $"{Table.Goal(weight, MostMebibytes, $"{MostMebibytes:0} MiB")}.");
        return rivals.Sum(rival => rival.Rounds.Sum(round => round.Errors));
    }

    private Task<Child> StartAsync(Case measured, CancellationToken cancellationToken)
        => Gateways.StartGatewayAsync(
            workshop, workshop.Gateway, new GatewayFile(workshop, measured, $"{workshop.Nginx}/json"), JustInTime.Early, cancellationToken);

    private async Task DriveAsync(Rival[] rivals, CancellationToken cancellationToken)
    {
        var seed = 0;
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
            for (var turn = 0; turn < rivals.Length; turn++)
            {
                var rival = rivals[(turn + round) % rivals.Length];
                rival.Rounds.Add(await rival.DriveAsync(workshop, ++seed, pace.Time, cancellationToken));
            }
        }
    }
}
