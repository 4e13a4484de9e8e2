using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Transforms.Services;

/// <summary>How long, and how many, messages that no backend took are kept to be delivered again.</summary>
public sealed class RedeliveryOptions
{
    /// <summary>The longest time: WeChat takes replies for 48 hours after the user's message (客服消息, 48 小时).</summary>
    internal const string LongestAge = "2.00:00:00";

    /// <summary>Gets or sets how long after its arrival a message is delivered again, until it becomes a dead letter.</summary>
    /// <value>From 0, for not at all, to 48 hours. The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:00", LongestAge)]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many messages are kept at a time; those beyond are lost. As many dead letters are kept besides.</summary>
    /// <value>From 1 to 1,000,000. The default is 10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxMessages { get; set; } = 10_000;

    /// <summary>Gets a value indicating whether messages are kept at all.</summary>
    public bool IsOn => MaxAge > TimeSpan.Zero;
}
