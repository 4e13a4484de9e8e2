namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>What the ledger says to a delivery that wants a message.</summary>
internal enum Claim
{
    /// <summary>The message is new and this delivery's own.</summary>
    First,

    /// <summary>This delivery's own, after another's whose replica is gone.</summary>
    TakenOver,

    /// <summary>Another delivery has it.</summary>
    Redelivery,

    /// <summary>The signature of this plaintext push was seen before with another body.</summary>
    Forged,
}
