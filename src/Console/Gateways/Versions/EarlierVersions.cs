namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>The versions to which a mini program can return.</summary>
/// <param name="VersionList">The versions; null for none.</param>
public sealed record EarlierVersions(IReadOnlyList<EarlierVersion>? VersionList);
