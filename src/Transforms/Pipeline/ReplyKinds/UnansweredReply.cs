namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>No answer at all: WeChat hangs up after its five seconds, and retries the push.</summary>
internal sealed record UnansweredReply : Reply
{
    /// <summary>How long a push stays open: WeChat hangs up after five seconds, and a proxy may take longer to pass that on.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    /// <summary>Gets the one instance.</summary>
    public static UnansweredReply Instance { get; } = new();
}
