namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>The version that users have.</summary>
/// <param name="ReleaseVersion">Its number.</param>
/// <param name="ReleaseDesc">What it is.</param>
/// <param name="ReleaseTime">When it was released, in seconds of Unix time; null when nobody knows.</param>
public sealed record LiveVersion(string? ReleaseVersion, string? ReleaseDesc, long? ReleaseTime);
