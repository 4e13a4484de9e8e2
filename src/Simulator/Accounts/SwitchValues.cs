using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>The switches that a test sets; absent ones keep their value.</summary>
internal static class SwitchValues
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Returns the current switches with those of an order in their place.</summary>
    /// <exception cref="JsonException">The order has a switch that does not exist, or a value that does not fit.</exception>
    public static T Merge<T>(T current, JsonObject order)
    {
        var merged = JsonSerializer.SerializeToNode(current, Json)!.AsObject();
        foreach (var (name, value) in order)
        {
            merged[name] = value?.DeepClone();
        }

        return merged.Deserialize<T>(Json)!;
    }
}
