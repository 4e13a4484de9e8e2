namespace WxYarpGateway.Transforms.Configuration;

/// <summary>A file that supplied a part of the configuration in force.</summary>
/// <param name="Path">The full path, or the name where that is not known.</param>
/// <param name="ReadAt">When it was read; <see langword="null"/> where that is not known.</param>
public sealed record SettingsFile(string Path, DateTimeOffset? ReadAt);
