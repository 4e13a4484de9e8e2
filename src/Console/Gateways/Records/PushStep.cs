namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>One step on the way of a push through the gateway.</summary>
public sealed record PushStep
{
    /// <summary>Gets <c>received</c>, <c>checked</c>, <c>user_info</c>, <c>routed</c>, <c>backend</c> or <c>replied</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets when it began, from the arrival on.</summary>
    public double AtMs { get; init; }

    /// <summary>Gets how long it took.</summary>
    public double TookMs { get; init; }

    /// <summary>Gets what came of it.</summary>
    public string? Detail { get; init; }
}
