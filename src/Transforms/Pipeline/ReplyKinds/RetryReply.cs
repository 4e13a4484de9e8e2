namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Asks WeChat for a retry of the push: status 503 and an empty body, so that WeChat takes nothing for done.</summary>
internal sealed record RetryReply : Reply
{
    /// <summary>Gets the one instance.</summary>
    public static RetryReply Instance { get; } = new();
}
