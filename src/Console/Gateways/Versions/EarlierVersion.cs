namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>A version to which a mini program can return.</summary>
/// <param name="AppVersion">WeChat's number of it, which is text.</param>
/// <param name="UserVersion">The version.</param>
/// <param name="UserDesc">What it is.</param>
/// <param name="CommitTime">When it was committed, in seconds of Unix time; null when nobody knows.</param>
public sealed record EarlierVersion(string AppVersion, string? UserVersion, string? UserDesc, long? CommitTime);
