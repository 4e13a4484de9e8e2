namespace WxYarpGateway.Console.Gateways.Queues;

/// <summary>What came of a requeue.</summary>
public sealed record RequeueAnswer
{
    /// <summary>Gets how many letters are due again.</summary>
    public long Requeued { get; init; }
}
