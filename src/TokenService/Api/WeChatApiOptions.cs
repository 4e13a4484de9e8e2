using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.TokenService.Api;

/// <summary>Says where WeChat is and how long to wait for it.</summary>
public sealed class WeChatApiOptions
{
    /// <summary>Gets or sets the address of WeChat's API, with or without a path.</summary>
    /// <value>The default is <c>https://api.weixin.qq.com</c>.</value>
    [Required]
    [HttpUrl]
    public Uri ApiUrl { get; set; } = new("https://api.weixin.qq.com");

    /// <summary>Gets or sets the address of WeChat's pages for browsers (OAuth).</summary>
    /// <value>The default is <c>https://open.weixin.qq.com</c>.</value>
    [Required]
    [HttpUrl]
    public Uri OpenUrl { get; set; } = new("https://open.weixin.qq.com");

    /// <summary>
    /// Gets or sets the address of WeChat's console, which has the page on which accounts authorize a platform from a desktop.
    /// </summary>
    /// <value>The default is <c>https://mp.weixin.qq.com</c>.</value>
    [Required]
    [HttpUrl]
    public Uri MpUrl { get; set; } = new("https://mp.weixin.qq.com");

    /// <summary>Gets or sets how long one call may take, repetitions included.</summary>
    /// <value>The default is 5 seconds.</value>
    // At most 10 s, so that a renewal always ends before the lease it holds (15 s) does.
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
