using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/switches</c>; a switch that is absent stays as it is.</summary>
internal sealed record SwitchOrder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string AppId { get; init; }

    public required JsonObject Switches { get; init; }

    public void Set(WeChatSimulator simulator)
    {
        var account = simulator.FindAccount(AppId);
        var merged = JsonSerializer.SerializeToNode(account.Switches, Json)!.AsObject();
        foreach (var (name, value) in Switches)
        {
            merged[name] = value?.DeepClone();
        }

        account.Switches = merged.Deserialize<AccountSwitches>(Json)!;
    }
}
