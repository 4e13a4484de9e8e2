using System.Text.Json;

namespace WxYarpGateway.Console.Gateways;

/// <summary>How the JSON of the internal API is written and read.</summary>
internal static class GatewayJson
{
    /// <summary>Gets the options: snake_case, and nothing is null that a record says is not.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        MaxDepth = 64,
    };
}
