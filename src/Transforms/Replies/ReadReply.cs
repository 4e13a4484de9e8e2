using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>The result of reading a backend's body.</summary>
/// <param name="Reply">The reply; <see langword="null"/> when the body is none.</param>
/// <param name="NotUnderstood">The names of what the gateway does not know; empty when it knows all, or when the body is no JSON.</param>
internal readonly record struct ReadReply(Reply? Reply, string NotUnderstood = "");
