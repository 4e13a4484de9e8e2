using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.People;

/// <summary>A phone number.</summary>
/// <param name="Number">The number with its country's code when it is a foreign one.</param>
/// <param name="CountryCode">The code of the country.</param>
/// <param name="At">When WeChat gave it.</param>
public sealed record Phone(
    [property: JsonPropertyName("phoneNumber")] string? Number,
    [property: JsonPropertyName("countryCode")] string? CountryCode,
    DateTimeOffset? At)
{
    /// <summary>Returns nothing of it: it is personal.</summary>
    public override string ToString() => "***";
}
