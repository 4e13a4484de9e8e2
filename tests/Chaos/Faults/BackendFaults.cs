using WxYarpGateway.Chaos.Backends;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Kills backends and spoils their moods.</summary>
internal sealed class BackendFaults(ChaosStage stage, Journal journal, Gates gates)
{
    public async Task<string> KillAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync($"backend {fault.Target}");
        var backend = stage.AllBackends[fault.Target - 1];
        var trouble = journal.Begin(TroubleKind.BackendFailing, fault.Target);
        await backend.KillAsync();
        await Task.Delay(fault.Lasts);
        await backend.StartAsync();
        trouble.End();
        return $"killed, back {(trouble.To - trouble.From).TotalSeconds:0.0} s after";
    }

    public async Task<string> SpoilAsync(PlannedFault fault, Mood mood)
    {
        using var gate = await gates.EnterAsync($"backend {fault.Target}");
        var backend = stage.AllBackends[fault.Target - 1];
        var trouble = journal.Begin(mood == Mood.Slow ? TroubleKind.BackendSlow : TroubleKind.BackendFailing, fault.Target);
        backend.Become(mood);
        await Task.Delay(fault.Lasts);
        backend.Become(Mood.Well);
        trouble.End();
        return $"{mood} for {(trouble.To - trouble.From).TotalSeconds:0.0} s";
    }
}
