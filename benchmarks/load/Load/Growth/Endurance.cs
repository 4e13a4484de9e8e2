namespace WxYarpGateway.Load.Growth;

/// <summary>Whether memory grows while the load goes on: a gateway in safe mode, under full load, looked at each minute.</summary>
internal sealed class Endurance(Workshop workshop, int minutes)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<long> MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        var measured = Cases.All.First(one => one.Name == Cases.Aes);
        var file = new GatewayFile(workshop, measured, $"{workshop.Nginx}/json");
        await using var gateway = await Gateways.StartGatewayAsync(workshop, workshop.Gateway, file, JustInTime.AsShipped, cancellationToken);
        table.Row("minute", "msg/s", "CPU µs a message", "errors", "MiB (RSS)").Line("|--:|--:|--:|--:|--:|");
        var memory = new List<double>();
        var errors = 0L;
        for (var minute = 1; minute <= minutes; minute++)
        {
            Progress.Say($"{measured.Name}: minute {minute} of {minutes}");
            var round = await Wrk.DriveAsync(workshop, measured, Target.Of(gateway), measured.Path, minute, Minute, cancellationToken);
            memory.Add(round.Mebibytes);
            errors += round.Errors;
            table.Row($"{minute}", Table.Whole(round.PerSecond), Table.Fixed(round.CpuMicroseconds, 1), $"{round.Errors}",
                Table.Fixed(memory[^1], 0));
        }

        // The first half fills the ledger up; after that nothing has a reason to grow.
        var half = minutes / 2;
        if (half > 0)
        {
            table.Line("").Line(
                $"Most memory in the second half beside most in the first: {Table.Fixed(memory[half..].Max() / memory[..half].Max(), 2)} " +
                    $"×.");
        }

        return errors;
    }
}
