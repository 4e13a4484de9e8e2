namespace WxYarpGateway.Transforms.Redelivery.Queue;

/// <summary>A message that was due. The caller has its lease.</summary>
/// <param name="Message">The message.</param>
/// <param name="Tries">The number of redeliveries that failed.</param>
internal sealed record TakenMessage(KeptMessage Message, int Tries)
{
    /// <summary>Gets a value indicating whether only this process has the message.</summary>
    public bool IsLocal { get; init; }
}
