namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>No answer at all: WeChat hangs up when its five seconds are over, and delivers the message again.</summary>
internal sealed record UnansweredReply : Reply
{
    /// <summary>So long after its arrival a push is left open: WeChat hangs up after five seconds, what stands between may need longer to pass that on.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    /// <summary>Gets the one instance.</summary>
    public static UnansweredReply Instance { get; } = new();
}
