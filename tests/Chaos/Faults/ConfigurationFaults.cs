using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Stage;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Edits the configuration, rightly and wrongly, and rotates keys as docs/operations.md says.</summary>
internal sealed class ConfigurationFaults(ChaosStage stage, Gates gates)
{
    private int _rotations;

    public async Task<string> EditAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync("configuration");
        stage.Configuration.OtherServices = fault.Draw % 5;
        var took = await stage.Desk.PutInForceAsync(stage.Configuration, inOneStep: fault.Draw % 2 == 0);
        return $"{3 + stage.Configuration.OtherServices} services, in force everywhere after {took.TotalSeconds:0.0} s";
    }

    public async Task<string> SpoilAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync("configuration");
        var (what, spoil) = (fault.Draw % 4) switch
        {
            0 => ("cut off in the middle", (Func<string, string>)(text => text[..(text.Length / 2)])),
            1 => ("emptied", _ => ""),
            2 => ("with an encryption that there is not", text
                => text.Replace("\"UserInfo\"", "\"Encryption\": \"Rot13\", \"UserInfo\"", StringComparison.Ordinal)),
            _ => ("with a comma too many and two services at one path", text
                => text.Replace($"\"/{ChaosStage.Safe}\"", $"\"/{ChaosStage.Plain}\",", StringComparison.Ordinal)),
        };
        await ConfigurationDesk.SaveAsync(stage.AllReplicas.Select(replica => (replica, spoil(stage.Configuration.Render(replica.Number)))),
            inOneStep: fault.Draw % 2 == 0);
        var told = 0;
        foreach (var replica in stage.AllReplicas.Where(replica => replica.IsUp))
        {
            var process = replica.Current;
            await Eventually.HoldsAsync(
                async () => replica.Current != process || !replica.IsUp || await stage.Desk.HasFaultsAsync(replica),
                $"replica {replica.Number} told of the faults",
                CancellationToken.None);
            told += replica.IsUp ? 1 : 0;
        }

        await Task.Delay(fault.Lasts);
        await stage.Desk.PutInForceAsync(stage.Configuration, inOneStep: true);
        return $"{what}: {told} replicas told of it and went on; fixed";
    }

    public async Task<string> RotateAesKeyAsync()
    {
        using var gate = await gates.EnterAsync("configuration");
        var keys = stage.Keys[ChaosStage.Safe];
        var next = ChaosStage.NewAesKey();
        stage.Secrets.Add(next);
        stage.Keys[ChaosStage.Safe] = keys with { AesKey = next, PreviousAesKey = keys.AesKey };
        await stage.Desk.PutInForceAsync(stage.Configuration, inOneStep: true);
        stage.Accounts[ChaosStage.Safe].EncodingAesKey = next;
        return $"the AES key of {ChaosStage.Safe} rotated";
    }

    public async Task<string> RotateTokenAsync(PlannedFault fault)
    {
        using var gate = await gates.EnterAsync("configuration");
        var account = ChaosStage.AccountOf(fault.Target);
        var keys = stage.Keys[account];
        var next = $"chaosToken{++_rotations}Of{fault.Draw}";
        stage.Secrets.Add(next);
        stage.Keys[account] = keys with { Token = next, PreviousToken = keys.Token };
        await stage.Desk.PutInForceAsync(stage.Configuration, inOneStep: true);
        stage.Accounts[account].Token = next;
        return $"the Token of {account} rotated";
    }
}
