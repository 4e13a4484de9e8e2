using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Ends and skews gateways.</summary>
internal sealed class ReplicaFaults(ChaosStage stage, Journal journal, Gates gates)
{
    // Half of a minute below MaxClockSkew, which is five by default.
    private const int MostSkewSeconds = 270;

    /// <summary>Kills a replica and starts it again.</summary>
    public async Task<string> KillAsync(PlannedFault fault)
    {
        using var replicaGate = await gates.EnterAsync($"replica {fault.Target}");
        using var away = await gates.LeaveAsync();
        var replica = stage.Replica(fault.Target - 1);
        var trouble = journal.Begin(TroubleKind.ReplicaKilled, fault.Target);
        await replica.KillAsync();
        trouble.IsDone();
        await Task.Delay(fault.Lasts);
        return await StartAsync(replica, trouble, "killed");
    }

    /// <summary>Tells a replica to stop and starts it again.</summary>
    public async Task<string> StopAsync(PlannedFault fault)
    {
        using var replicaGate = await gates.EnterAsync($"replica {fault.Target}");
        using var away = await gates.LeaveAsync();
        var replica = stage.Replica(fault.Target - 1);
        var trouble = journal.Begin(TroubleKind.ReplicaStopped, fault.Target);
        await replica.TerminateAsync();
        var exitCode = replica.Current.Executable.ExitCode;
        var took = journal.Now - trouble.From;
        await Task.Delay(fault.Lasts);
        return await StartAsync(replica, trouble, $"stopped in {took.TotalSeconds:0.0} s with exit code {exitCode}");
    }

    /// <summary>Sets a replica's clock ahead or back for a while.</summary>
    public async Task<string> SkewAsync(PlannedFault fault)
    {
        using var clockGate = await gates.EnterAsync($"clock {fault.Target}");
        var skew = (60 + (fault.Draw % (MostSkewSeconds - 60))) * (fault.Draw % 2 == 0 ? 1 : -1);
        var replica = stage.Replica(fault.Target - 1);
        await replica.SetClockAsync(TimeSpan.FromSeconds(skew));
        await Task.Delay(fault.Lasts);
        await replica.SetClockAsync(TimeSpan.Zero);
        return $"{Math.Abs(skew)} s {(skew > 0 ? "fast" : "slow")}, and right again";
    }

    private async Task<string> StartAsync(ChaosReplica replica, Trouble trouble, string how)
    {
        // A gateway does not start with a configuration that has faults.
        using (await gates.EnterAsync("configuration"))
        {
            await replica.StartAsync();
        }

        trouble.End();
        return $"{how}, back {(trouble.To - trouble.From).TotalSeconds:0.0} s after";
    }
}
