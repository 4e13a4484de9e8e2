namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>A file of the configuration.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record ConfigurationFile(string Path, DateTimeOffset? ReadAt);
