namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>Whom an order means.</summary>
/// <param name="Total">How many mini programs.</param>
/// <param name="Items">The first ones.</param>
public sealed record CheckedOrder(int Total, IReadOnlyList<CheckedProgram> Items)
{
    /// <summary>Gets how many of them can be released; null when the gateway is of an older version.</summary>
    public int? Possible { get; init; }

    /// <summary>Gets how many cannot be released, by why.</summary>
    public IReadOnlyDictionary<string, int> Impossible { get; init; } = new Dictionary<string, int>();

    /// <summary>Gets the first ones that cannot be released.</summary>
    public IReadOnlyList<ReleaseObstacle> Obstacles { get; init; } = [];
}
