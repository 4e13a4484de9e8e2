using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>What is there for a user who writes again.</summary>
/// <param name="Reply">The oldest reply that was kept, or <see langword="null"/>.</param>
/// <param name="IsAwaited">Whether an answer that the user was asked to wait for is still being written.</param>
internal readonly record struct TakenReply(Reply? Reply, bool IsAwaited);
