namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>What the queue did with a message that it was to keep, or that was given back.</summary>
internal enum KeepResult
{
    /// <summary>It refused the message: the service has <c>MaxMessages</c> already.</summary>
    Full,

    /// <summary>It keeps the message.</summary>
    Kept,

    /// <summary>It changed nothing: another owner has the message's lease, or the message is over.</summary>
    NotYours,

    /// <summary>It does not know the message: it has lost it.</summary>
    Unknown,

    /// <summary>It made the message a dead letter: its time was up.</summary>
    Dead,
}
