namespace WxYarpGateway.MiniPrograms.Configuration;

/// <summary>Where the login proxy is, on the public addresses. A null removes a path.</summary>
public sealed class LoginPathOptions
{
    /// <summary>Gets or sets where phones log in.</summary>
    /// <value>The default is <c>/login</c>.</value>
    public string? Login { get; set; } = "/login";

    /// <summary>Gets or sets where phones log out.</summary>
    /// <value>The default is <c>/logout</c>.</value>
    public string? Logout { get; set; } = "/logout";

    /// <summary>Gets or sets the path below which everything goes to the mini program's backend.</summary>
    /// <value>The default is <c>/app</c>.</value>
    public string? App { get; set; } = "/app";

    /// <summary>Gets or sets where phones get mini program codes (小程序码).</summary>
    /// <value>The default is <c>/wxcode</c>.</value>
    public string? Code { get; set; } = "/wxcode";

    /// <summary>Gets or sets where phones order subscribe messages for later.</summary>
    /// <value>The default is <c>/notify</c>.</value>
    public string? Notify { get; set; } = "/notify";

    /// <summary>Gets or sets where phones say how their users want to be seen.</summary>
    /// <value>The default is <c>/credentials</c>.</value>
    public string? Credentials { get; set; } = "/credentials";

    /// <summary>Gets or sets where phones give their users' numbers.</summary>
    /// <value>The default is <c>/mobile</c>.</value>
    public string? Mobile { get; set; } = "/mobile";

    /// <summary>
    /// Gets or sets another path for the pushes of all mini programs, with <c>?appid=</c>; the misspelt <c>/message_recieve</c> of mpapi
    /// stays beside it.
    /// </summary>
    /// <value>The default is <c>/message_receive</c>.</value>
    public string? Receive { get; set; } = "/message_receive";

    /// <summary>Gets or sets where backends send customer-service messages.</summary>
    /// <value>The default is <c>/message_reply</c>.</value>
    public string? Reply { get; set; } = "/message_reply";
}
