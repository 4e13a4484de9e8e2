using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>The login proxy of one mini program: where its requests go, how long a login lasts, what needs one.</summary>
public sealed class LoginOptions
{
    /// <summary>Gets or sets the backend of the mini program: what it sends below <c>LoginPaths:App</c> goes there.</summary>
    /// <value>A URL, a list of URLs, a YARP cluster, or a name of <c>Backends</c>. The default is none: only hand-written routes.</value>
    public IConfigurationSection? Backend { get; set; }

    /// <summary>Gets or sets what the backend gets as the header <c>Authorization</c>, so that it knows the gateway.</summary>
    /// <value>Printable text. The default is none: the client's own header passes.</value>
    public string? BackendToken { get; set; }

    /// <summary>Gets or sets how long a login lasts, and how many a user may have.</summary>
    [ValidateObjectMembers]
    public LoginSessionOptions Session { get; set; } = new();

    /// <summary>Gets or sets the paths of the backend that need a login.</summary>
    /// <value>
    /// Paths such as <c>/private/*</c>; an asterisk at the end stands for everything below, a single <c>/*</c> for all. The default is
    /// empty: all paths take requests without a login.
    /// </value>
    public IReadOnlyList<string> RequireLogin { get; set; } = [];

    /// <summary>Gets or sets the time zone of times that the mini program writes without one.</summary>
    /// <value>A name of the IANA list. The default is <c>Asia/Shanghai</c>.</value>
    public string TimeZone { get; set; } = LoginTimeZone.China;

    /// <summary>Gets or sets the backend that gets the mini program's messages in mpapi's form (its <c>message_api</c>).</summary>
    /// <value>A URL, a list of URLs, a YARP cluster, or a name of <c>Backends</c>. The default is none.</value>
    public IConfigurationSection? MessageApi { get; set; }

    /// <summary>Gets or sets what that backend gets as the header <c>Authorization</c>.</summary>
    /// <value>Printable text. The default is none.</value>
    public string? MessageApiToken { get; set; }

    /// <summary>Gets or sets what callers of <c>LoginPaths:Reply</c> must send as the header <c>Authorization</c>.</summary>
    /// <value>At least 16 printable characters. The default is none: nobody may call it.</value>
    public string? ReplyToken { get; set; }

    /// <summary>Gets or sets the hosts from which pictures of replies may be fetched.</summary>
    /// <value>A list of <c>name</c> or <c>name:port</c>. The default is empty: pictures are given by their media id.</value>
    public IReadOnlyList<string> ReplyMediaHosts { get; set; } = [];

    /// <summary>Gets or sets what users write that WeChat is asked about before the backend gets it.</summary>
    /// <value>A list of objects with <c>Paths</c> and <c>Fields</c>. The default is empty.</value>
    [ValidateEnumeratedItems]
    public IReadOnlyList<ContentCheckOptions> ContentCheck { get; set; } = [];
}
