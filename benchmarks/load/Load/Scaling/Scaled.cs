namespace WxYarpGateway.Load.Scaling;

/// <summary>What one replica more brings, and what it costs the Redis that all share.</summary>
internal sealed class Scaled(Workshop workshop, Build build, Pace pace)
{
    private const double MicrosecondsPerSecond = 1e6;
    private const int Many = 100;

    private static readonly int[] Sizes = [1, 2, 3];
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public async Task<long> MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        var measured = Cases.Named(["plaintext, Redis ledger"])[0];
        var contenders = new List<Contender>();
        try
        {
            foreach (var size in Sizes)
            {
                Progress.Say($"starting {size} behind nginx");
                contenders.Add(await Replicas.StartAsync(workshop, build, measured, size, cancellationToken));
            }

            await Duel.MeasureAsync(contenders, workshop, measured, pace, cancellationToken);
            table.Row("replicas", "cores they run on", "msg/s", "CPU µs a message, all replicas (range)", "msg/s a core of theirs",
                "Redis µs a message", "msg/s that one core of Redis allows", "errors").Line("|--:|--:|--:|--:|--:|--:|--:|--:|");
            foreach (var (contender, size) in contenders.Zip(Sizes))
            {
                Add(table, contender, size);
            }

            var most = contenders[^1];
            Progress.Say("Redis while nothing is pushed");
            var before = most.RedisMicroseconds;
            await Task.Delay(Idle, cancellationToken);
            var idle = (most.RedisMicroseconds - before) / Idle.TotalSeconds / Sizes[^1];
            table.Line("").Line(
                $"While nothing is pushed, a replica costs Redis {Table.Fixed(idle, 0)} µs a second, and {Many} replicas " +
                $"{Table.Fixed(idle * Many / MicrosecondsPerSecond * 100, 1)} % of a core.");
            return contenders.Sum(contender => contender.Rounds.Sum(round => round.Errors));
        }
        finally
        {
            foreach (var contender in contenders)
            {
                await contender.DisposeAsync();
            }
        }
    }

    private static void Add(Table table, Contender contender, int replicas)
    {
        var redis = contender.RedisCost ?? double.NaN;
        table.Row(
            contender.Name, $"{Math.Min(replicas, Environment.ProcessorCount)}",
            Table.Whole(contender.Median(round => round.PerSecond)),
            Table.Range([.. contender.Rounds.Select(round => round.CpuMicroseconds)], 1),
            Table.Whole(MicrosecondsPerSecond / contender.Cost), Table.Fixed(redis, 1), Table.Whole(MicrosecondsPerSecond / redis),
            $"{contender.Rounds.Sum(round => round.Errors)}");
    }
}
