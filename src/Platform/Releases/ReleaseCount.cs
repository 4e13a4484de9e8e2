namespace WxYarpGateway.Platform.Releases;

/// <summary>What releases that are not at an end consist of.</summary>
/// <param name="Programs">Their mini programs, by state.</param>
/// <param name="Paused">How many of the releases are paused.</param>
public sealed record ReleaseCount(IReadOnlyDictionary<ItemState, int> Programs, int Paused);
