namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Describes a third-party platform (第三方平台) as its console does. All but the AppId may change while the simulator runs.</summary>
public sealed class SimulatedPlatform
{
    /// <summary>The part of the message URL that WeChat replaces by the authorizer's AppId.</summary>
    public const string AppIdMark = "$APPID$";

    /// <summary>Gets the platform's AppId (component_appid).</summary>
    public required string AppId { get; init; }

    /// <summary>Gets or sets the platform's AppSecret.</summary>
    public string AppSecret { get; set; } = "";

    /// <summary>Gets or sets the name that the authorization page shows, or null to show the AppId.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the token that signs pushes (消息校验 Token).</summary>
    public string Token { get; set; } = "";

    /// <summary>Gets or sets the 43-character key that all pushes are encrypted with (消息加解密 Key).</summary>
    public string EncodingAesKey { get; set; } = "";

    /// <summary>Gets or sets where tickets and authorization events go (授权事件接收 URL); null sends none.</summary>
    public Uri? EventUrl { get; set; }

    /// <summary>Gets or sets a second URL for the same events, as the test settings (开发资料) have; its answers change nothing.</summary>
    public Uri? TestEventUrl { get; set; }

    /// <summary>Gets or sets where authorizers' messages go (消息与事件接收 URL), with <c>$APPID$</c> for the authorizer's AppId.</summary>
    public Uri? MessageUrl { get; set; }

    /// <summary>Gets or sets the numbers of the permission sets (权限集) that the platform asks for.</summary>
    /// <value>The default is every set that guards a simulated path.</value>
    public IReadOnlyList<int> PermissionSets { get; set; } = PermissionTable.All;

    /// <summary>Gets or sets the addresses that may call the API (白名单 IP 地址列表); an empty list allows any.</summary>
    public IReadOnlyList<string> CallerAddresses { get; set; } = [];

    /// <summary>Gets or sets the domains from which the authorization page may be opened, and to which it may return
    /// (登录授权的发起页域名); an empty list allows any, but the page still needs a Referer.</summary>
    public IReadOnlyList<string> AuthorizationDomains { get; set; } = [];

    /// <summary>Gets or sets the accounts that are authorized from the start, without an event.</summary>
    public IReadOnlyList<SimulatedAuthorizer> Authorizers { get; set; } = [];

    /// <summary>Gets or sets the code templates (代码模板) that are in the platform's library from the start.</summary>
    public IReadOnlyList<CodeTemplate> Templates { get; set; } = [];

    /// <summary>Gets or sets the drafts (草稿箱) that are there from the start.</summary>
    public IReadOnlyList<CodeTemplate> TemplateDrafts { get; set; } = [];

    /// <summary>Gets or sets the switches that change how WeChat treats the platform.</summary>
    public PlatformSwitches Switches { get; set; } = new();

    /// <summary>Returns the message URL of an authorizer, or null.</summary>
    public Uri? MessageUrlOf(string appId) =>
        MessageUrl is null ? null : new Uri(MessageUrl.OriginalString.Replace(AppIdMark, appId, StringComparison.Ordinal));
}
