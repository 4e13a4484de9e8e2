using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Says that the replica which claimed a message is gone and left no reply. It never leaves this room.</summary>
internal sealed record AbandonedReply : Reply
{
    /// <summary>Gets the one there is.</summary>
    public static AbandonedReply Instance { get; } = new();
}
