using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>
/// A third-party platform (第三方平台): its component's ids and keys, its paths and backends, and the defaults of its authorizers.
/// </summary>
public sealed class PlatformOptions
{
    /// <summary>WeChat's own open-source platform (WeixinCloud/wxcloudrun-wxcomponent), as a value of <see cref="Compat"/>.</summary>
    internal const string WxComponent = "WxComponent";

    /// <summary>Gets or sets the kind: <see cref="ServiceKind.Platform"/>.</summary>
    /// <value><see cref="ServiceKind.Platform"/>; the key must be set to it.</value>
    [EnumDataType(typeof(ServiceKind))]
    public ServiceKind Kind { get; set; } = ServiceKind.Platform;

    /// <summary>Gets or sets the AppId of the platform, the component's.</summary>
    /// <value>Printable text without spaces, from WeChat's console (微信开放平台); required.</value>
    public string AppId { get; set; } = "";

    /// <summary>Gets or sets the AppSecret of the platform.</summary>
    /// <value>Printable text without spaces, from WeChat's console; required.</value>
    public string AppSecret { get; set; } = "";

    /// <summary>Gets or sets the token (消息校验Token) with which WeChat signs events and pushes.</summary>
    /// <value>1 to 64 printable characters, as in WeChat's console; required.</value>
    public string Token { get; set; } = "";

    /// <summary>Gets or sets the token before the last change. The gateway accepts it beside the current one.</summary>
    /// <value>1 to 64 printable characters. The default is empty: only <c>Token</c> is accepted.</value>
    public string? PreviousToken { get; set; }

    /// <summary>Gets or sets the EncodingAESKey (消息加解密Key).</summary>
    /// <value>43 base64 characters, as in WeChat's console; required, since platforms have the safe mode only.</value>
    public string EncodingAesKey { get; set; } = "";

    /// <summary>Gets or sets the EncodingAESKey before the last change. The gateway accepts it beside the current one.</summary>
    /// <value>43 base64 characters. The default is empty: only <c>EncodingAesKey</c> is accepted.</value>
    public string? PreviousEncodingAesKey { get; set; }

    /// <summary>Gets or sets the encryption mode.</summary>
    /// <value><see cref="EncryptionMode.Auto"/> or <see cref="EncryptionMode.Safe"/>, which mean the same here.</value>
    [EnumDataType(typeof(EncryptionMode))]
    public EncryptionMode Encryption { get; set; } = EncryptionMode.Auto;

    /// <summary>Gets or sets the path of the URL for authorization events (授权事件接收 URL).</summary>
    /// <value>A path with a leading slash; required.</value>
    public string AuthEventPath { get; set; } = "";

    /// <summary>
    /// Gets or sets the path of the URL for messages and events (消息与事件接收 URL), with <c>{appid}</c> where WeChat's console has
    /// <c>$APPID$</c>.
    /// </summary>
    /// <value>A path with a leading slash and exactly one segment <c>{appid}</c>; required.</value>
    public string MessagePath { get; set; } = "";

    /// <summary>Gets or sets the backend for messages that no rule takes.</summary>
    /// <value>A name of <c>Backends</c>, a URL, a list of URLs, or a YARP cluster. The default is none: WeChat gets <c>success</c>.</value>
    public IConfigurationSection? MessageBackend { get; set; }

    /// <summary>Gets or sets the backend that gets a copy of every authorization event.</summary>
    /// <value>A name of <c>Backends</c>, a URL, a list of URLs, or a YARP cluster. The default is none.</value>
    public IConfigurationSection? EventBackend { get; set; }

    /// <summary>Gets or sets the pages on which accounts give themselves into the platform's care.</summary>
    [ValidateObjectMembers]
    public AuthorizationOptions Authorization { get; set; } = new();

    /// <summary>Gets or sets the path that WeChat's authorize page sends an authorizer's users back to, with <c>{appid}</c>.</summary>
    /// <value>A path with a leading slash and exactly one segment <c>{appid}</c>. The default is empty: no OAuth redirects.</value>
    public string OAuthPath { get; set; } = "";

    /// <summary>Gets or sets the backend for OAuth redirects of authorizers.</summary>
    /// <value>A name of <c>Backends</c>, a URL, a list of URLs, or a YARP cluster. The default is none.</value>
    public IConfigurationSection? OAuthBackend { get; set; }

    /// <summary>Gets or sets the hosts that <c>/start</c> accepts in <c>to</c>.</summary>
    /// <value>A list of <c>name</c> or <c>name:port</c>. The default is empty: only paths of the gateway's own host.</value>
    public IReadOnlyList<string> OAuthReturnHosts { get; set; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether the gateway answers the accounts with which WeChat tests a platform before its release
    /// (全网发布接入检测).
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ReleaseCheck { get; set; } = true;

    /// <summary>Gets or sets whether the gateway asks WeChat to push tickets when none comes.</summary>
    /// <value>The default is <see cref="TicketPushStart.Auto"/>.</value>
    [EnumDataType(typeof(TicketPushStart))]
    public TicketPushStart StartTicketPush { get; set; } = TicketPushStart.Auto;

    /// <summary>Gets or sets the file with the token of WeChat's cloud hosting (微信令牌), which is read again when it changes.</summary>
    /// <value>A path. The default is none.</value>
    public string? CloudBaseTokenFile { get; set; }

    /// <summary>Gets or sets how often the authorizers are compared with WeChat's list of them.</summary>
    /// <value>From 0 (only when asked) to 7 days. The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Sync { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the rules that decide where messages and events go.</summary>
    /// <value>A list of rules. The default is none.</value>
    public IConfigurationSection? Rules { get; set; }

    /// <summary>Gets or sets the login proxy of the mini programs in the platform's care.</summary>
    /// <value>An object. The default is none: only those with an entry of their own have one.</value>
    public IConfigurationSection? Login { get; set; }

    /// <summary>Gets or sets what is different for single authorizers, by their AppIds.</summary>
    /// <value>An object with an entry for each. The default is none: all have what the platform has.</value>
    public IConfigurationSection? Authorizers { get; set; }

    /// <summary>Gets or sets the interfaces of other gateways that are served as well.</summary>
    /// <value>A list of <c>WxComponent</c>. The default is empty.</value>
    public IReadOnlyList<string> Compat { get; set; } = [];

    /// <summary>Gets or sets from where WeChat's cloud hosting (微信云托管) may push without a signature.</summary>
    public CloudRunOptions CloudRun { get; set; } = new();

    /// <summary>Gets or sets how the gateway adds the user's info to messages.</summary>
    [ValidateObjectMembers]
    public UserInfoOptions UserInfo { get; set; } = new();

    /// <summary>Gets or sets how authorizers reply: in time, late, and when their backend fails.</summary>
    [ValidateObjectMembers]
    public ReplyOptions Reply { get; set; } = new();

    /// <summary>Gets or sets how the gateway redelivers messages that no backend took.</summary>
    [ValidateObjectMembers]
    public RedeliveryOptions Redelivery { get; set; } = new();

    /// <summary>Gets or sets the rate limit of each of the platform's paths.</summary>
    [ValidateObjectMembers]
    public ServiceLimitOptions Limits { get; set; } = new();

    /// <summary>
    /// Gets or sets a value indicating whether pushes for authorizers are accepted only from WeChat's callback IPs. Authorization events
    /// come from other addresses, and are accepted from any.
    /// </summary>
    /// <value>The default is <see langword="false"/>: a push with a valid signature is accepted from any address.</value>
    public bool OnlyFromWeChat { get; set; }

    /// <summary>Gets or sets how far a push's timestamp may differ from the gateway's clock, in both directions.</summary>
    /// <value>From 1 second to 36,500 days. The default is 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Returns what a callback needs, in the shape of any service's options.</summary>
    internal ServiceOptions OfCallback() => new()
    {
        AppId = AppId,
        AppSecret = AppSecret,
        Token = Token,
        PreviousToken = PreviousToken,
        EncodingAesKey = EncodingAesKey,
        PreviousEncodingAesKey = PreviousEncodingAesKey,
        Encryption = EncryptionMode.Safe,
        MaxClockSkew = MaxClockSkew,
        OnlyFromWeChat = OnlyFromWeChat,
        Reply = Reply,
        UserInfo = UserInfo,
    };

    /// <summary>Returns how messages of its authorizers are handled, as far as nothing overrides it.</summary>
    internal ServicePolicy Policy() => new(UserInfo, Reply, Redelivery, Limits);
}
