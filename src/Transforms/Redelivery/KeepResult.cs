namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>What became of a message that was to be kept, or kept longer.</summary>
internal enum KeepResult
{
    /// <summary>There are as many as may be kept.</summary>
    Full,

    /// <summary>It is kept.</summary>
    Kept,

    /// <summary>Somebody else has it, or has delivered it.</summary>
    NotYours,

    /// <summary>The queue knows nothing of it: it was emptied.</summary>
    Unknown,

    /// <summary>It was too old, and is a dead letter now.</summary>
    Buried,
}
