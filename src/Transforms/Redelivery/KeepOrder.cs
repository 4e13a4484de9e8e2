using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>How a message is to be kept.</summary>
/// <param name="Message">The message.</param>
/// <param name="Owner">Who keeps it. A message that somebody else holds stays as it is.</param>
/// <param name="IsHeld">Whether the owner is still at work on it, so that others keep off until the hold ends.</param>
/// <param name="Delay">After what time it is due, when it is not held.</param>
/// <param name="MaxAge">After what time it becomes a dead letter.</param>
/// <param name="MaxMessages">How many messages of its service are kept at most.</param>
internal sealed record KeepOrder(KeptMessage Message, string Owner, bool IsHeld, TimeSpan Delay, TimeSpan MaxAge, int MaxMessages);
