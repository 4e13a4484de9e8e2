using System.Collections.Concurrent;
using System.Globalization;
using WxYarpGateway.Fuzz.Rooms;

namespace WxYarpGateway.Fuzz.Runs;

/// <summary>Runs rooms for as long as one likes, and tells how it goes.</summary>
internal sealed class LongRun(TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, RoomRun> _runs = new(StringComparer.Ordinal);

    /// <summary>Reads what is asked for and runs it; returns the process's exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        var minutes = 5.0;
        var room = "";
        var seed = Random.Shared.NextInt64(1_000_000_000);
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : "";
            var isRead = arguments[index] switch
            {
                "--minutes" => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out minutes),
                "--seed" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
                "--room" => (room = value).Length > 0,
                _ => false,
            };
            if (!isRead)
            {
                await output.WriteLineAsync("fuzz.sh [--minutes N] [--room NAME] [--seed N]");
                return 2;
            }
        }

        var rooms = EveryRoom.Make().Where(made => room.Length == 0 || made.Name == room).ToList();
        if (rooms.Count == 0)
        {
            await output.WriteLineAsync($"There is no room {room}; there are {string.Join(", ", EveryRoom.Names)}.");
            return 2;
        }

        return await new LongRun(output).RunAsync(rooms, TimeSpan.FromMinutes(minutes), seed);
    }

    private async Task<int> RunAsync(List<FuzzRoom> rooms, TimeSpan time, long seed)
    {
        // Without any time, one input each: the one that the seed makes.
        var most = time == TimeSpan.Zero ? 1 : long.MaxValue;
        var workers = Math.Min(Environment.ProcessorCount, rooms.Count);
        var each = time == TimeSpan.Zero ? TimeSpan.FromMinutes(1) : time * workers / rooms.Count;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{rooms.Count} rooms, {workers} at a time, {each.TotalSeconds:0} s each, seed {seed}"));
        var reports = new ConcurrentQueue<RoomReport>();
        using var isOver = new CancellationTokenSource();
        var progress = TellAsync(isOver.Token);
        await Parallel.ForEachAsync(rooms, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (room, cancellationToken) =>
        {
            await using (room)
            {
                var run = _runs[room.Name] = new RoomRun(room, seed);

                // A thread of its own: a room works without waiting for anything.
                reports.Enqueue(await Task.Run(() => run.RunAsync(most, each, Tell, cancellationToken), cancellationToken));
                _runs.TryRemove(room.Name, out _);
            }
        });
        await isOver.CancelAsync();
        await progress;
        await output.WriteLineAsync();
        foreach (var report in reports.OrderBy(report => report.Room, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(report.ToString());
        }

        var findings = reports.Sum(report => report.Findings.Count);
        await output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{reports.Sum(report => report.Executions):N0} inputs, {findings} findings"));
        return findings == 0 ? 0 : 1;
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var run in _runs.Values)
                {
                    await output.WriteLineAsync(run.Report.ToString());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Tell(Finding finding, string file)
        => output.WriteLine(
            $"FOUND in {finding.Room}: {finding.Exception.GetType().Name}: {finding.Exception.Message}\n  input: {file} " +
                $"({finding.Input.Length} bytes)\n  again: {finding.Command}");
}
