namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>What came of a replay.</summary>
public sealed record ReplayAnswer
{
    /// <summary>Gets what each backend did.</summary>
    public IReadOnlyList<ReplayDelivery> Deliveries { get; init; } = [];
}
