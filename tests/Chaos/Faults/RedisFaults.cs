using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Takes the store away, freezes it and empties it.</summary>
internal sealed class RedisFaults(ChaosStage stage, Journal journal, Gates gates)
{
    public async Task<string> StopAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync("redis");
        var trouble = journal.Begin(TroubleKind.StoreAway);
        await stage.Redis.StopAsync();
        await Task.Delay(fault.Lasts);
        await stage.Redis.RunAsync(CancellationToken.None);
        trouble.End();
        return $"killed, back with its file {(trouble.To - trouble.From).TotalSeconds:0.0} s after";
    }

    public async Task<string> FreezeAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync("redis");
        var trouble = journal.Begin(TroubleKind.StoreAway);
        await stage.Redis.FreezeAsync();
        await Task.Delay(fault.Lasts);
        await stage.Redis.ThawAsync();
        trouble.End();
        return $"frozen for {(trouble.To - trouble.From).TotalSeconds:0.0} s";
    }

    public async Task<string> EmptyAsync()
    {
        using var gate = await gates.EnterAsync("redis");
        var trouble = journal.Begin(TroubleKind.StoreEmptied);
        await stage.Redis.EmptyAsync();
        trouble.End();
        return "emptied";
    }
}
