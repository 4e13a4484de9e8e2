using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>What is different for one authorizer; the rest is the platform's.</summary>
public sealed class AuthorizerOptions
{
    /// <summary>Gets or sets the backend for its messages that no rule takes.</summary>
    /// <value>A name of <c>Backends</c>. The default is empty: the platform's.</value>
    public string? MessageBackend { get; set; }

    /// <summary>Gets or sets the backend for its OAuth redirects.</summary>
    /// <value>A name of <c>Backends</c>. The default is empty: the platform's.</value>
    public string? OAuthBackend { get; set; }

    /// <summary>Gets or sets the login proxy of the mini program.</summary>
    /// <value>An object. The default is none.</value>
    public IConfigurationSection? Login { get; set; }

    /// <summary>Gets or sets the tags that rules may ask for, beside those that the API gives it.</summary>
    /// <value>Texts. The default is empty.</value>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>Gets or sets how the gateway adds the user's info to its messages.</summary>
    [ValidateObjectMembers]
    public UserInfoOptions UserInfo { get; set; } = new();

    /// <summary>Gets or sets how it replies: in time, late, and when its backend fails.</summary>
    [ValidateObjectMembers]
    public ReplyOptions Reply { get; set; } = new();

    /// <summary>Gets or sets its rate limit.</summary>
    [ValidateObjectMembers]
    public ServiceLimitOptions Limits { get; set; } = new();
}
