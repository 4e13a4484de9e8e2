using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>The kept reply for a user who writes again.</summary>
/// <param name="Reply">The user's oldest reply, or <see langword="null"/>.</param>
/// <param name="IsAwaited">Whether an answer that the user was asked to wait for is still pending.</param>
internal readonly record struct TakenReply(Reply? Reply, bool IsAwaited);
