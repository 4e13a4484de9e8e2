using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>Whether and how the gateway adds WeChat's <c>user/info</c> to messages.</summary>
public sealed class UserInfoOptions
{
    /// <summary>Gets or sets a value indicating whether the gateway adds <c>userInfo</c> to messages of official accounts.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Append { get; set; } = true;

    /// <summary>Gets or sets how long the gateway caches a user's info.</summary>
    /// <value>From 1 second to 30 days. The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the language in which WeChat names places.</summary>
    /// <value><c>zh_CN</c>, <c>zh_TW</c> or <c>en</c>. The default is <c>zh_CN</c>.</value>
    [AllowedValues("zh_CN", "zh_TW", "en", ErrorMessage = "{0} must be zh_CN, zh_TW or en.")]
    public string Language { get; set; } = "zh_CN";
}
