namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>A message that was delivered again until its time was up, and is kept for people to look at.</summary>
/// <param name="Id">What the dead letter is called; a message may die more than once.</param>
/// <param name="Message">The message.</param>
internal sealed record DeadLetter(string Id, KeptMessage Message);
