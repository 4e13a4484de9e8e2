using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>The body of <c>POST /simulator/switches</c>; absent switches keep their value.</summary>
internal sealed record SwitchOrder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string AppId { get; init; }

    public required JsonObject Switches { get; init; }

    public void Set(AccountBook accounts)
    {
        var account = accounts.Find(AppId);
        var merged = JsonSerializer.SerializeToNode(account.Switches, Json)!.AsObject();
        foreach (var (name, value) in Switches)
        {
            merged[name] = value?.DeepClone();
        }

        account.Switches = merged.Deserialize<AccountSwitches>(Json)!;
    }
}
