namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>WeChat is to deliver the push again: it gets status 503 with an empty body, and never reads that anything was done.</summary>
internal sealed record RetryReply : Reply
{
    /// <summary>Gets the one there is.</summary>
    public static RetryReply Instance { get; } = new();
}
