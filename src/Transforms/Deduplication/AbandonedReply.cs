using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Says that the replica with the message's lease died, or released it, without a reply. It never leaves this room.</summary>
internal sealed record AbandonedReply : Reply
{
    /// <summary>Gets the only instance.</summary>
    public static AbandonedReply Instance { get; } = new();
}
