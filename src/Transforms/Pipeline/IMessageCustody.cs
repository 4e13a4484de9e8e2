namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Sees to it that a message is not lost with the process once WeChat was told <c>success</c> and will not send it again.</summary>
internal interface IMessageCustody
{
    /// <summary>Puts a message that is still being exchanged where other replicas find it; returns when it is there, or cannot be put there. Let go when the work is done.</summary>
    /// <param name="message">The message, whose deadline has come or is near.</param>
    /// <param name="work">What is being done for it.</param>
    /// <param name="giveUp">Ends that work, should another replica have taken the message over.</param>
    Task HoldAsync(MessageContext message, Task work, CancellationTokenSource giveUp);

    /// <summary>Returns whether the message is kept, or was and has been delivered since; <see langword="false"/> also when that cannot be told.</summary>
    /// <param name="identity">What makes the message the same in all its deliveries.</param>
    Task<bool> HasAsync(UInt128 identity);

    /// <summary>Takes a message back that a gateway which is gone had kept for others; returns <see langword="false"/> when it is being delivered, or was.</summary>
    /// <param name="identity">What makes the message the same in all its deliveries.</param>
    Task<bool> TryTakeBackAsync(UInt128 identity);
}
