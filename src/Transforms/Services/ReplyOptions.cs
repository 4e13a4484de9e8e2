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

    /// <summary>Gets or sets what the user is told when the backend fails.</summary>
    /// <value>The default is <see cref="WhenFailed.Nothing"/>.</value>
    [EnumDataType(typeof(WhenFailed))]
    public WhenFailed WhenFailed { get; set; } = WhenFailed.Nothing;

    /// <summary>Gets or sets the text for <see cref="WhenFailed.Text"/>.</summary>
    /// <value>Up to 600 characters. The default is empty.</value>
    [StringLength(600, ErrorMessage = "{0} must have at most {1} characters.")]
    public string FailureText { get; set; } = "";
}
