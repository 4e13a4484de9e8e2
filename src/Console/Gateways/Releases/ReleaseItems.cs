namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>A page of the mini programs of a release.</summary>
/// <param name="Items">The mini programs, by AppId.</param>
/// <param name="Next">What the next page comes after; null at the end.</param>
public sealed record ReleaseItems(IReadOnlyList<ReleaseItem> Items, string? Next);
