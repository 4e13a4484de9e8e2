using System.Text.Json.Serialization;

namespace WxYarpGateway.TokenService.Codes.Phones;

/// <summary>What WeChat is asked about a phone code.</summary>
/// <param name="Code">The code: printable ASCII.</param>
/// <param name="OpenId">The user that it must be of.</param>
internal sealed record PhoneQuestion(
    [property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("openid")] string OpenId)
{
    /// <summary>Returns nothing of it.</summary>
    public override string ToString() => "***";
}

/// <summary>Writes the question.</summary>
[JsonSerializable(typeof(PhoneQuestion))]
internal sealed partial class PhoneJson : JsonSerializerContext;
