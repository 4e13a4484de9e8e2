using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>How long and how many messages the gateway keeps for redelivery when no backend took them.</summary>
public sealed class RedeliveryOptions
{
    /// <summary>The largest <see cref="MaxAge"/>: WeChat takes replies for 48 hours after the user's message (客服消息, 48 小时).</summary>
    internal const string LongestAge = "2.00:00:00";

    /// <summary>Gets or sets how long after its arrival the gateway redelivers a message. Then the message becomes a dead letter.</summary>
    /// <value>From 0 (no redelivery) to 48 hours. The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:00", LongestAge)]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets how many messages the gateway keeps at a time. Further messages are lost. Dead letters count separately.
    /// </summary>
    /// <value>From 1 to 1,000,000 messages, and as many dead letters. The default is 10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxMessages { get; set; } = 10_000;

    /// <summary>Gets a value indicating whether messages are kept at all.</summary>
    internal bool IsOn => MaxAge > TimeSpan.Zero;
}
