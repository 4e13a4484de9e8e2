using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Transforms.Services;

/// <summary>How a service answers in time, late, and when its backend fails.</summary>
public sealed class ReplyOptions
{
    /// <summary>The longest time that leaves WeChat its answer within its own 5 seconds (被动回复, 5 秒).</summary>
    internal const string LongestDeadline = "00:00:04.800";

    /// <summary>Gets or sets the time after which WeChat gets <c>success</c> while the backend still works.</summary>
    /// <value>From 0.1 to 4.8 seconds. The default is 4.5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", LongestDeadline)]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>Gets or sets what becomes of a reply that comes after the deadline.</summary>
    /// <value>The default is <see cref="WhenLate.CustomerService"/>.</value>
    [EnumDataType(typeof(WhenLate))]
    public WhenLate WhenLate { get; set; } = WhenLate.CustomerService;

    /// <summary>Gets or sets how often WeChat delivers a message in all, for <see cref="WhenLate.Retries"/>: the last delivery is answered in time.</summary>
    /// <value>From 1 to 4. The default is 3: WeChat's pages speak of three retries, accounts in the field see three deliveries.</value>
    [Range(1, 4)]
    public int Deliveries { get; set; } = 3;

    /// <summary>Gets or sets what becomes of a reply that the last of WeChat's deliveries could not wait for.</summary>
    /// <value>The default is <see cref="WhenStillLate.NextMessage"/>.</value>
    [EnumDataType(typeof(WhenStillLate))]
    public WhenStillLate WhenStillLate { get; set; } = WhenStillLate.NextMessage;

    /// <summary>Gets or sets the text that the user reads while the answer is still being written, for <see cref="WhenStillLate.NextMessage"/>.</summary>
    /// <value>1 to 600 characters. The default says, in Chinese, that the answer is being written and that any message fetches it.</value>
    [StringLength(600, MinimumLength = 1, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string WaitText { get; set; } = "正在为您撰写回复，请稍后发送任意消息（例如“1”）查看。";

    /// <summary>Gets or sets the texts with which a user only asks for the answer; they do not go to the backend while one is kept or being written.</summary>
    /// <value>Compared without the spaces around them. The default is <c>["1","继续","?","？"]</c>.</value>
    public IReadOnlyList<string> FetchTexts { get; set; } = ["1", "继续", "?", "？"];

    /// <summary>Gets or sets a value indicating whether the user sees that an answer is being typed (对方正在输入) while a customer-service reply is awaited.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Typing { get; set; }

    /// <summary>Gets or sets what the user is told when the backend fails.</summary>
    /// <value>The default is <see cref="WhenFailed.Nothing"/>.</value>
    [EnumDataType(typeof(WhenFailed))]
    public WhenFailed WhenFailed { get; set; } = WhenFailed.Nothing;

    /// <summary>Gets or sets the text for <see cref="WhenFailed.Text"/>.</summary>
    /// <value>Up to 600 characters. The default is empty.</value>
    [StringLength(600, ErrorMessage = "{0} must have at most {1} characters.")]
    public string FailureText { get; set; } = "";

    /// <summary>Gets or sets into how many messages a text is split that is longer than WeChat takes (2,047 bytes of UTF-8); the rest is left out.</summary>
    /// <value>From 1 to 100. The default is 5, as many as WeChat takes after a user's message.</value>
    [Range(1, 100)]
    public int MostParts { get; set; } = 5;

    /// <summary>Gets a value indicating whether a reply that comes too late waits for the user's next message, whatever the account may do.</summary>
    internal bool IsKept => WhenLate == WhenLate.Retries && WhenStillLate == WhenStillLate.NextMessage;
}
