using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>How a service replies: in time, late, and when its backend fails.</summary>
public sealed class ReplyOptions
{
    /// <summary>The largest <see cref="Deadline"/>. WeChat waits 5 seconds (被动回复, 5 秒); the rest is for the network.</summary>
    internal const string LongestDeadline = "00:00:04.800";

    /// <summary>Gets or sets the time after which the gateway answers WeChat without the backend's reply.</summary>
    /// <value>From 0.1 to 4.8 seconds. The default is 4.5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", LongestDeadline)]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>Gets or sets what the gateway does with a reply that the backend gives after the deadline.</summary>
    /// <value>The default is <see cref="WhenLate.CustomerService"/>.</value>
    [EnumDataType(typeof(WhenLate))]
    public WhenLate WhenLate { get; set; } = WhenLate.CustomerService;

    /// <summary>
    /// Gets or sets how often WeChat delivers a message, for <see cref="WhenLate.Retries"/>. The gateway answers the last delivery in time.
    /// </summary>
    /// <value>From 1 to 4 deliveries, the first one included. The default is 3, which accounts see in practice.</value>
    [Range(1, 4)]
    public int Deliveries { get; set; } = 3;

    /// <summary>Gets or sets what the gateway does with a reply that is too late even for the last delivery.</summary>
    /// <value>The default is <see cref="WhenStillLate.NextMessage"/>.</value>
    [EnumDataType(typeof(WhenStillLate))]
    public WhenStillLate WhenStillLate { get; set; } = WhenStillLate.NextMessage;

    /// <summary>Gets or sets the text that tells the user to wait for the reply, for <see cref="WhenStillLate.NextMessage"/>.</summary>
    /// <value>1 to 600 characters. The default asks the user, in Chinese, to send any message a little later to get the reply.</value>
    [StringLength(600, MinimumLength = 1, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string WaitText { get; set; } = "正在为您撰写回复，请稍后发送任意消息（例如“1”）查看。";

    /// <summary>
    /// Gets or sets the texts with which a user asks for a late reply. The backend does not get them while a reply is kept or expected.
    /// </summary>
    /// <value>Texts, compared without the spaces around them. The default is <c>["1","继续","?","？"]</c>.</value>
    public IReadOnlyList<string> FetchTexts { get; set; } = ["1", "继续", "?", "？"];

    /// <summary>
    /// Gets or sets a value indicating whether the user sees 对方正在输入 ("typing") until a late reply is sent by the customer-service API.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Typing { get; set; }

    /// <summary>Gets or sets what the gateway replies when the backend fails.</summary>
    /// <value>The default is <see cref="WhenFailed.Nothing"/>.</value>
    [EnumDataType(typeof(WhenFailed))]
    public WhenFailed WhenFailed { get; set; } = WhenFailed.Nothing;

    /// <summary>Gets or sets the reply to the user for <see cref="WhenFailed.Text"/>.</summary>
    /// <value>At most 600 characters. The default is empty.</value>
    [StringLength(600, ErrorMessage = "{0} must have at most {1} characters.")]
    public string FailureText { get; set; } = "";

    /// <summary>
    /// Gets or sets into how many messages the gateway splits a text longer than WeChat takes (2,047 bytes of UTF-8). The rest is cut.
    /// </summary>
    /// <value>From 1 to 100 messages. The default is 5, as many as WeChat takes after a user's message.</value>
    [Range(1, 100)]
    public int MostParts { get; set; } = 5;

    /// <summary>Gets a value indicating whether a reply that is still late is kept for the user's next message, for any account.</summary>
    internal bool IsKept => WhenLate == WhenLate.Retries && WhenStillLate == WhenStillLate.NextMessage;
}
