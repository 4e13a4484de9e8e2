namespace WxYarpGateway.Console.Gateways;

/// <summary>The answer of a call whose body does not matter.</summary>
public sealed record Nothing;
