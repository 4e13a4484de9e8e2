namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>How the queue is to keep a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Owner">The name of the owner. The queue leaves a message as it is when another owner has its lease.</param>
/// <param name="IsLeased">Whether the owner still works on the message, so that no other takes it until the lease ends.</param>
/// <param name="Delay">The time until the message is due, when it is not leased.</param>
/// <param name="MaxAge">The time until the message becomes a dead letter.</param>
/// <param name="MaxMessages">The most messages of its service that the queue keeps.</param>
internal sealed record KeepOrder(KeptMessage Message, string Owner, bool IsLeased, TimeSpan Delay, TimeSpan MaxAge, int MaxMessages);
