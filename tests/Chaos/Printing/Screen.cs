using WxYarpGateway.Chaos.Audits;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Plan;

namespace WxYarpGateway.Chaos.Printing;

/// <summary>What people see of a run.</summary>
internal sealed class Screen(TextWriter output, bool isTerminal)
{
    private const int MostFindingsInFull = 10;

    private readonly Lock _gate = new();
    private int _progressLength;

    public void Line(string text)
    {
        lock (_gate)
        {
            Clear();
            output.WriteLine(text);
        }
    }

    /// <summary>Shows how things are, in the same line each time; only people at a terminal need that.</summary>
    public void Progress(string text)
    {
        if (isTerminal)
        {
            lock (_gate)
            {
                Clear();
                output.Write(text);
                _progressLength = text.Length;
            }
        }
    }

    /// <summary>Prints the plan, so that a run can be compared with another.</summary>
    public void Plan(ChaosOptions options, IReadOnlyList<PlannedFault> plan)
    {
        Line($"Chaos run, seed {options.Seed}: {plan.Count} faults in {options.Length.TotalSeconds:0} s, {options.MessagesPerSecond} " +
            $"messages a second, 3 gateways, 3 backends, nginx, Redis, PostgreSQL, a platform.");
        Line($"The clock of replica {FaultPlan.SkewedReplica(plan)} is skewed, by a startup hook in its process.");
        Line("");
        Line("The plan (a fault waits while another has hold of the same thing):");
        foreach (var fault in plan)
        {
            Line("  " + fault);
        }

        Line("");
        Line("What happens:");
    }

    /// <summary>Tells of a fault that is over.</summary>
    public void Fault(Journal journal, PlannedFault fault, TimeSpan began, string seen)
    {
        var now = journal.Now;
        var meanwhile = journal.Pushes.Where(push => push.Ended >= began && push.Ended <= now && push.IsAnswered).ToList();
        var slowest = meanwhile.Count == 0 ? "" : $", the slowest in {meanwhile.Max(push => push.Elapsed).TotalMilliseconds:0} ms";
        Line($"  {began.TotalSeconds,6:0.0} – {now.TotalSeconds,5:0.0} s  {fault.Kind,-18} {(fault.Target > 0 ? fault.Target : " ")}  " +
            $"{seen}; {meanwhile.Count} pushes answered meanwhile{slowest}");
    }

    /// <summary>Prints the figures and the verdict.</summary>
    public void Verdict(ChaosOptions options, Balance balance)
    {
        Line("");
        Line("The books:");
        foreach (var (name, figure) in balance.Figures)
        {
            Line($"  {name,-52} {figure}");
        }

        Line("");
        Line("Explained by a fault, as the promises allow:");
        foreach (var (what, count) in balance.Explained)
        {
            Line($"  {count,6}  {what}");
        }

        Line("");
        if (balance.Explained.Where(explained => explained.Key.Contains("too busy", StringComparison.Ordinal)).Sum(
            explained => explained.Value) is var busy and > 0)
        {
            Line($"{busy} of these have no other explanation than that this machine was too busy: a run on a quieter one tells more.");
        }

        Tell("LOST", balance.Losses);
        Tell("NOT EXPLAINED", balance.Findings);
        Line(balance.Findings.Count == 0
            ? $"The books balance. (seed {options.Seed})"
            : $"The books do not balance: {balance.Findings.Count} findings. Again: {options.Again}");
    }

    private void Tell(string title, IReadOnlyList<Finding> findings)
    {
        for (var index = 0; index < findings.Count; index++)
        {
            Line($"{title}: {findings[index].What}");
            foreach (var line in index < MostFindingsInFull ? findings[index].Trace : [])
            {
                Line("    " + line);
            }
        }
    }

    private void Clear()
    {
        if (_progressLength > 0)
        {
            output.Write("\r" + new string(' ', _progressLength) + "\r");
            _progressLength = 0;
        }
    }
}
