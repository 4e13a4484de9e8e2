namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>How the store or the database of a replica is.</summary>
/// <param name="Kind">Which one it is, such as <c>Redis</c>.</param>
/// <param name="State">Its state, such as <c>healthy</c>.</param>
/// <param name="Sentence">What is wrong; null when nothing is.</param>
public sealed record PartState(string Kind, string State, string? Sentence)
{
    /// <summary>Gets a value indicating whether all is well.</summary>
    public bool IsHealthy => string.Equals(State, "healthy", StringComparison.OrdinalIgnoreCase);
}
