namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Holds one field of a pushed message.</summary>
/// <param name="Name">The element's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsNumber">Whether WeChat writes it as a number: bare in JSON, without CDATA in XML.</param>
public sealed record PushedField(string Name, string Value, bool IsNumber = false);
