namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>A message that was due, and is the taker's until its hold ends.</summary>
/// <param name="Message">The message.</param>
/// <param name="Tries">How often it was delivered again in vain.</param>
internal sealed record TakenMessage(KeptMessage Message, int Tries)
{
    /// <summary>Gets a value indicating whether it is in this process only.</summary>
    public bool IsLocal { get; init; }
}
