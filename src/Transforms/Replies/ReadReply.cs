using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>What a backend's body was read as.</summary>
/// <param name="Reply">The reply; <see langword="null"/> when it is none.</param>
/// <param name="NotUnderstood">What of it was not understood, by name; empty when all was, or when it is no JSON.</param>
internal readonly record struct ReadReply(Reply? Reply, string NotUnderstood = "");
