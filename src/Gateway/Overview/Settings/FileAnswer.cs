namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>A file of the configuration.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="ReadAt">When it was read for the configuration in force.</param>
internal sealed record FileAnswer(string Path, DateTimeOffset? ReadAt);
