namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>The version that testers have.</summary>
/// <param name="ExpVersion">Its number.</param>
/// <param name="ExpDesc">What it is.</param>
/// <param name="ExpTime">When it was committed, in seconds of Unix time; null when nobody knows.</param>
public sealed record TrialVersion(string? ExpVersion, string? ExpDesc, long? ExpTime);
