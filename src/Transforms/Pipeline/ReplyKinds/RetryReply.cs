namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Makes WeChat retry the push: the gateway answers with 503 and an empty body.</summary>
internal sealed record RetryReply : Reply
{
    /// <summary>Gets the only instance.</summary>
    public static RetryReply Instance { get; } = new();
}
