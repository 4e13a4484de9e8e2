using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

/// <summary>Remembers which messages were to be held, and lets a test say when each is.</summary>
internal sealed class RecordingCustody : IMessageCustody
{
    public List<MessageContext> Held { get; } = [];

    /// <summary>Gets the messages that are kept.</summary>
    public HashSet<UInt128> Kept { get; } = [];

    public Task Safe { get; set; } = Task.CompletedTask;

    public Task HoldAsync(MessageContext message, Task work, CancellationTokenSource giveUp)
    {
        lock (Held)
        {
            Held.Add(message);
        }

        return Safe;
    }

    public Task<bool> HasAsync(UInt128 identity) => Task.FromResult(Kept.Contains(identity));

    public Task<bool> TryTakeBackAsync(UInt128 identity) => Task.FromResult(Kept.Remove(identity) || Kept.Count == 0);
}
