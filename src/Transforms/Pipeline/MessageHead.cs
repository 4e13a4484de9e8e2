namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The fields that identify a message, its sender and its type. A field that the message lacks is empty.</summary>
internal sealed record MessageHead
{
    /// <summary>Gets a head with all fields empty.</summary>
    public static MessageHead Unknown { get; } = new();

    public string ToUserName { get; init; } = "";

    public string FromUserName { get; init; } = "";

    /// <summary>Gets the time of the message in Unix seconds, as text.</summary>
    public string CreateTime { get; init; } = "";

    public string MsgType { get; init; } = "";

    public string MsgId { get; init; } = "";

    public string Event { get; init; } = "";

    public string EventKey { get; init; } = "";

    /// <summary>Gets how many fields at the top of the message are WeChat's own; 0 when nobody counted them.</summary>
    public int OwnFields { get; init; }

    // The record's generated ToString would print the openid.
    public override string ToString() => $"{MsgType} {Event}";
}
