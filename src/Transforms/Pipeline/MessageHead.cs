namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The fields that tell what a message is and from whom; empty where the message has none.</summary>
internal sealed record MessageHead
{
    /// <summary>Gets the head of a message that says nothing about itself.</summary>
    public static MessageHead Unknown { get; } = new();

    public string ToUserName { get; init; } = "";

    public string FromUserName { get; init; } = "";

    /// <summary>Gets the time of the message in Unix seconds, as text.</summary>
    public string CreateTime { get; init; } = "";

    public string MsgType { get; init; } = "";

    public string MsgId { get; init; } = "";

    public string Event { get; init; } = "";

    public string EventKey { get; init; } = "";

    // The generated one would print the openid.
    public override string ToString() => $"{MsgType} {Event}";
}
