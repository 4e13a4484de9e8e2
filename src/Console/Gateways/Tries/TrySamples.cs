namespace WxYarpGateway.Console.Gateways.Tries;

/// <summary>The answer of <c>GET /try/samples</c>.</summary>
public sealed record TrySamples
{
    /// <summary>Gets a sample of each message and event.</summary>
    public IReadOnlyList<TrySample> Samples { get; init; } = [];
}
