using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>How long a login lasts, and how many a user may have.</summary>
public sealed class LoginSessionOptions
{
    /// <summary>Gets or sets how long a login lasts after its last use.</summary>
    /// <value>From 1 second to 365 days. The default is 7 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan Life { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets how long a login lasts at the most, however much it is used.</summary>
    /// <value>From 1 second to 3,650 days, and at least <see cref="Life"/>. The default is 90 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Gets or sets how many logins a user may have at once; one more ends the oldest.</summary>
    /// <value>From 1 to 100. The default is 5.</value>
    [Range(1, 100)]
    public int PerUser { get; set; } = 5;
}
