namespace WxYarpGateway.Platform.Releases;

/// <summary>A release with the number of its mini programs in each state.</summary>
/// <param name="Release">The release.</param>
/// <param name="Counts">The numbers; a state without any is left out.</param>
public sealed record ReleaseSummary(Release Release, IReadOnlyDictionary<ItemState, int> Counts)
{
    /// <summary>Gets the number of its mini programs.</summary>
    public int Total => Counts.Values.Sum();
}
