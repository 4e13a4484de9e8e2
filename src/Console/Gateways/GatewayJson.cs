using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WxYarpGateway.Console.Gateways;

/// <summary>How the JSON of the internal API is written and read.</summary>
internal static class GatewayJson
{
    /// <summary>Gets the options: snake_case, and nothing is null or missing that a record says is not.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        MaxDepth = 64,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireParts } },
    };

    // The framework takes a list that is missing for null, whatever the record says; a number that is missing is 0.
    private static void RequireParts(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } && !property.PropertyType.IsValueType)
            {
                property.IsRequired = true;
            }
        }
    }
}
