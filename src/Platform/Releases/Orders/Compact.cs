using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>Writes JSON without white space.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class Compact : JsonSerializerContext;
