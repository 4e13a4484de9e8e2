using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Takes the database away and freezes it.</summary>
internal sealed class DatabaseFaults(ChaosStage stage, Journal journal, Gates gates)
{
    public async Task<string> StopAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync("database");
        var trouble = journal.Begin(TroubleKind.DatabaseAway);
        await stage.Database.StopAsync();
        await Task.Delay(fault.Lasts);
        await stage.Database.RunAsync(CancellationToken.None);
        trouble.End();
        return $"killed, back {(trouble.To - trouble.From).TotalSeconds:0.0} s after";
    }

    public async Task<string> FreezeAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync("database");
        var trouble = journal.Begin(TroubleKind.DatabaseAway);
        await stage.Database.FreezeAsync();
        await Task.Delay(fault.Lasts);
        await stage.Database.ThawAsync();
        trouble.End();
        return $"frozen for {(trouble.To - trouble.From).TotalSeconds:0.0} s";
    }
}
