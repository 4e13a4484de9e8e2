namespace WxYarpGateway.Simulator.Links;

/// <summary>A link that opens a page of a mini program.</summary>
internal sealed record AppLink(string AppId, string Path, string Query, string Version, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
