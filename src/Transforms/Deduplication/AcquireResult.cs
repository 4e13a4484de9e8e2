namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>The ledger's answer to a delivery that asks for a message's lease.</summary>
internal enum AcquireResult
{
    /// <summary>The message is new, and this delivery has its lease.</summary>
    First,

    /// <summary>This delivery has the lease, after a replica that died or released it.</summary>
    TakenOver,

    /// <summary>A retry of WeChat's: another delivery has the lease, or has replied.</summary>
    Retry,

    /// <summary>The signature of this plaintext push was seen before with another body.</summary>
    Forged,
}
