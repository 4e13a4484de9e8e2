using System.Text.Json.Serialization;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>How invitations and states are written. Two versions of the gateway read each other's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(ReturnState))]
internal sealed partial class PageJson : JsonSerializerContext;
