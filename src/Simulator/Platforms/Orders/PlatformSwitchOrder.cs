using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>The body of <c>POST /simulator/platform-switches</c>; absent switches keep their value.</summary>
internal sealed record PlatformSwitchOrder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string Platform { get; init; }

    public required JsonObject Switches { get; init; }

    public PlatformSwitches Merge(PlatformSwitches current)
    {
        var merged = JsonSerializer.SerializeToNode(current, Json)!.AsObject();
        foreach (var (name, value) in Switches)
        {
            merged[name] = value?.DeepClone();
        }

        return merged.Deserialize<PlatformSwitches>(Json)!;
    }
}
