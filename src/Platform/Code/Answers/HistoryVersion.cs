namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>A version to which a mini program can return. WeChat keeps five, and none after a return.</summary>
/// <param name="AppVersion">WeChat's number of it, which a roll-back names.</param>
/// <param name="Version">The version, as people read it.</param>
/// <param name="Description">What was new in it.</param>
/// <param name="CommittedAt">When it was committed, in seconds since 1970; null when WeChat does not say.</param>
public sealed record HistoryVersion(string AppVersion, string Version, string Description, long? CommittedAt);
