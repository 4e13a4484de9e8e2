
namespace WxYarpGateway.Load.Growth;

/// <summary>What a reload of many services does to the pushes of another service meanwhile.</summary>
internal sealed class Reloads(Workshop workshop, Pusher pusher, IReadOnlyList<Build> builds)
{
    private const int Services = 10_000;
    private const int Times = 6;
    private const double MostMilliseconds = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(5);

    public async Task<long> MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        var errors = 0L;
        table.Row($"{Services:N0} services", "reloads, s (range)", "other pushes at rest, ms: p50 · p99 · most",
            "during reloads, ms: p50 · p99 · most", "MiB (RSS) after that", "goal").Line("|---|--:|--:|--:|--:|---|");
        foreach (var build in builds)
        {
            errors += await MeasureAsync(table, build, cancellationToken);
        }

        table.Line("");
        return errors;
    }

    private async Task<long> MeasureAsync(Table table, Build build, CancellationToken cancellationToken)
    {
        Progress.Say($"{build.Name}: starting with {Services:N0} services");
        await using var gateway = await Grown.StartAsync(workshop, build, Services, JustInTime.AsShipped, cancellationToken);
        await gateway.DriveAsync(workshop, seed: 0, WarmUp, cancellationToken);
        var (quiet, errors) = await WatchAsync(gateway, () => Task.Delay(AtRest, cancellationToken));
        var (busy, seconds) = (new List<double>(), new List<double>());
        for (var time = 1; time <= Times; time++)
        {
            Progress.Say($"{build.Name}: reload {time} of {Times}");

            // The first service stays, with its pushes; all others are new each time.
            var suffixes = (string[])[gateway.Case.Suffixes[0], .. gateway.Case.Suffixes.Skip(1).Select(suffix => $"-{time}{suffix}")];
            var (during, wrong) = await WatchAsync(
                gateway, async () => seconds.Add(await gateway.ReloadAsync(pusher, suffixes, cancellationToken)));
            busy.AddRange(during);
            errors += wrong;
        }

        table.Row(build.Name, Table.Range(seconds, 2), Spread(quiet), Spread(busy), Table.Fixed(gateway.Mebibytes, 0),
            Table.Goal(Percentile(busy, 0.99), MostMilliseconds, $"{MostMilliseconds:0} ms") + (errors == 0 ? "" : $", {errors} errors"));
        return errors;
    }

    private static async Task<(IReadOnlyList<double> Milliseconds, int Errors)> WatchAsync(Grown gateway, Func<Task> what)
    {
        using var bystander = Bystander.Start(gateway.Port, gateway.Case.Suffixes[0]);
        await what();
        return bystander.Stop();
    }

    private static string Spread(IReadOnlyList<double> values)
        => $"{Table.Fixed(Percentile(values, 0.5), 1)} · {Table.Fixed(Percentile(values, 0.99), 1)} · {Table.Fixed(values.Max(), 1)}";

    private static double Percentile(IReadOnlyList<double> values, double part)
        => values.Order().ElementAt((int)Math.Min(values.Count - 1, Math.Ceiling(values.Count * part)));
}
