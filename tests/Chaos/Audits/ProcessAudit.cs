using System.Globalization;
using WxYarpGateway.Chaos.Books;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>What the gateways' processes tell of themselves: outcomes that add up, no secret in a log, a clean exit, flat memory.</summary>
internal sealed class ProcessAudit(Journal journal, IReadOnlyList<LogReading> logs)
{
    private const long MiB = 1024 * 1024;

    // A run of minutes grows caches, pools and the heap's reserve; a leak of a kilobyte a push would be tens of MiB.
    private const double MostGrowth = 1.5;

    public void Run(Balance balance)
    {
        foreach (var log in logs)
        {
            CheckOutcomes(log, balance);
            foreach (var line in log.Indiscreet)
            {
                balance.Find($"a log line of replica {log.Process.Replica} holds what it must not", line);
            }

            if (!log.Process.WasKilled && log.Process.Executable.ExitCode != 0)
            {
                balance.Find($"replica {log.Process.Replica} was told to stop and exited with {log.Process.Executable.ExitCode}",
                    log.Process.Executable.Output.Split('\n')[^10..]);
            }
        }

        var outcomes = logs.SelectMany(log => log.Outcomes).GroupBy(outcome => outcome.Key).OrderBy(group => group.Key);
        balance.Tell("pushes by the gateways' own count", logs.Sum(log => log.Outcomes.Values.Sum()));
        balance.Tell("  by outcome", string.Join(", ", outcomes.Select(group => $"{group.Key} {group.Sum(outcome => outcome.Value)}")));
        balance.Tell("log lines read, secrets in them",
            string.Create(CultureInfo.InvariantCulture, $"{logs.Sum(log => log.Lines):#,0}, {logs.Sum(log => log.Indiscreet.Count)}"));
        balance.Tell("processes killed, stopped, exit codes other than 0", string.Create(
            CultureInfo.InvariantCulture,
            $"{logs.Count(log => log.Process.WasKilled)}, {logs.Count(log => !log.Process.WasKilled)}, " +
                $"{logs.Count(log => !log.Process.WasKilled && log.Process.Executable.ExitCode != 0)}"));
        CheckMemory(balance);
    }

    private void CheckOutcomes(LogReading log, Balance balance)
    {
        var process = log.Process;
        var ended = process.Ended ?? TimeSpan.MaxValue;
        var mine = journal.Pushes.Where(push => push.Ended >= process.Began && push.Began <= ended).ToList();
        var answered = mine.Count(push => push.Status is not null && push.Replicas.Count > 0 && push.Replicas[^1] == process.Replica);

        // Whether a push that was cut, or that nginx gave to another replica, had been read by this one, only this one knows.
        var unsure = mine.Count(push => push.Status is null
            ? push.Replicas.Count == 0 || push.Replicas.Contains(process.Replica)
            : push.Replicas.SkipLast(1).Contains(process.Replica));
        var counted = log.Outcomes.Values.Sum();
        if (counted > answered + unsure || (!process.WasKilled && counted < answered))
        {
            balance.Find(
                $"replica {process.Replica} (from {process.Began.TotalSeconds:0.0} s) answered {answered} pushes and at most {unsure} " +
                    $"more, and counted {counted}");
        }
    }

    private void CheckMemory(Balance balance)
    {
        if (logs.Select(log => log.Process).MaxBy(process => process.Memory.Count) is not { Memory.Count: >= 8 } longest)
        {
            return;
        }

        var quarter = longest.Memory.Count / 4;
        var early = Median(longest.Memory.Skip(quarter).Take(quarter));
        var late = Median(longest.Memory.TakeLast(quarter));
        balance.Tell("memory of the longest life, early, late", string.Create(
            CultureInfo.InvariantCulture,
                $"{early / MiB} MiB, {late / MiB} MiB (replica {longest.Replica}, {longest.Memory.Count} s; the most of any: " +
                    $"{logs.SelectMany(log => log.Process.Memory).Max() / MiB} MiB)"));
        if (late > early * MostGrowth)
        {
            balance.Find($"replica {longest.Replica} grew from {early / MiB} to {late / MiB} MiB",
                [.. longest.Memory.Select(bytes => $"{bytes / MiB} MiB")]);
        }
    }

    private static long Median(IEnumerable<long> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
