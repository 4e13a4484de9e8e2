using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>Authorization events whose work is not done.</summary>
/// <param name="Waiting">How many wait.</param>
/// <param name="GivenUp">How many were given up.</param>
public sealed record EventCounts(long Waiting, [property: JsonPropertyName("givenUp")] long GivenUp);
