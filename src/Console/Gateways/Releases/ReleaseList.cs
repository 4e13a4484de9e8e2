namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>A page of releases, the newest first.</summary>
/// <param name="Releases">The releases.</param>
/// <param name="Next">What the next page comes after; null at the end.</param>
public sealed record ReleaseList(IReadOnlyList<ReleaseProgress> Releases, string? Next);
