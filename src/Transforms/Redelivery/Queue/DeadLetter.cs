namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>A message that no backend took within its time. It is kept for people to look at.</summary>
/// <param name="Id">The dead letter's id. It is not the message's: a message may become a dead letter more than once.</param>
/// <param name="Message">The message.</param>
internal sealed record DeadLetter(string Id, KeptMessage Message);
