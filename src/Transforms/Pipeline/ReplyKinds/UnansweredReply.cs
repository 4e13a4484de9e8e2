namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Leaves the push without a response: WeChat closes the connection after five seconds and retries the push.</summary>
internal sealed record UnansweredReply : Reply
{
    /// <summary>The longest time that a push stays open: WeChat's five seconds, and one for proxies in between.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    /// <summary>Gets the only instance.</summary>
    public static UnansweredReply Instance { get; } = new();
}
