namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>The versions to which a mini program can return.</summary>
/// <param name="Versions">At most five; none after a return, and before the second release.</param>
public sealed record VersionHistory(IReadOnlyList<HistoryVersion> Versions);
