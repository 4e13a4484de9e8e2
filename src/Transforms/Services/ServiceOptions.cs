using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Transforms.Services;

/// <summary>One configured WeChat account: who it is, how its pushes are secured, and where they go.</summary>
public sealed class ServiceOptions
{
    /// <summary>Gets or sets the kind of account.</summary>
    /// <value>The default is <see cref="ServiceKind.OfficialAccount"/>.</value>
    [EnumDataType(typeof(ServiceKind))]
    public ServiceKind Kind { get; set; } = ServiceKind.OfficialAccount;

    /// <summary>Gets or sets the account's AppId.</summary>
    /// <value>Any printable text without spaces; required.</value>
    public string AppId { get; set; } = "";

    /// <summary>Gets or sets the account's AppSecret, needed for userInfo, late replies and OAuth.</summary>
    /// <value>The default is empty: WeChat's APIs are not called.</value>
    public string AppSecret { get; set; } = "";

    /// <summary>Gets or sets the account's original id (原始ID, <c>gh_…</c>). When set, pushes to another account are refused.</summary>
    /// <value>The default is empty: any <c>ToUserName</c> is taken.</value>
    public string OriginalId { get; set; } = "";

    /// <summary>Gets or sets the token (令牌) with which WeChat signs.</summary>
    /// <value>1 to 64 printable characters; required.</value>
    public string Token { get; set; } = "";

    /// <summary>Gets or sets the token before the last change, honoured while WeChat still signs with it.</summary>
    /// <value>The default is empty.</value>
    public string? PreviousToken { get; set; }

    /// <summary>Gets or sets the EncodingAESKey (消息加解密密钥).</summary>
    /// <value>43 base64 characters, or empty when the account does not encrypt. The default is empty.</value>
    public string EncodingAesKey { get; set; } = "";

    /// <summary>Gets or sets the EncodingAESKey before the last change, honoured while WeChat still encrypts with it.</summary>
    /// <value>The default is empty.</value>
    public string? PreviousEncodingAesKey { get; set; }

    /// <summary>Gets or sets the encryption mode chosen in the WeChat console.</summary>
    /// <value>The default is <see cref="EncryptionMode.Auto"/>.</value>
    [EnumDataType(typeof(EncryptionMode))]
    public EncryptionMode Encryption { get; set; } = EncryptionMode.Auto;

    /// <summary>Gets or sets the path of the server URL (服务器地址) given in the WeChat console.</summary>
    /// <value>A path that begins with a slash, one per service; empty when only hand-written routes serve this service. The default is empty.</value>
    public string MessagePath { get; set; } = "";

    /// <summary>Gets or sets where messages go: an address, a list of addresses, or a whole YARP cluster.</summary>
    /// <value>The default is none: the gateway echoes.</value>
    public IConfigurationSection? MessageBackend { get; set; }

    /// <summary>Gets or sets the path that WeChat's authorize page sends browsers back to (网页授权回调). Below it, <c>/start</c> sends them there.</summary>
    /// <value>A path that begins with a slash, one per service; empty when only hand-written routes serve redirects, or there are none. The default is empty.</value>
    public string OAuthPath { get; set; } = "";

    /// <summary>Gets or sets where redirects go, as a POST to exactly this: an address, a list of addresses, or a whole YARP cluster.</summary>
    /// <value>The default is none.</value>
    public IConfigurationSection? OAuthBackend { get; set; }

    /// <summary>Gets or sets what a redirect's address contains when the user's profile is to be fetched whatever was granted.</summary>
    /// <value>The default is empty: the profile is fetched when the scope is <c>snsapi_userinfo</c>.</value>
    public string OAuthUserInfoFlag { get; set; } = "";

    /// <summary>Gets or sets the hosts that <c>/start</c> takes in <c>to</c>, each with a port if need be.</summary>
    /// <value>The default is empty: only paths of the gateway's own host.</value>
    public IReadOnlyList<string> OAuthReturnHosts { get; set; } = [];

    /// <summary>Gets or sets how messages are enriched with the user's info.</summary>
    [ValidateObjectMembers]
    public UserInfoOptions UserInfo { get; set; } = new();

    /// <summary>Gets or sets how the service answers in time, late, and when its backend fails.</summary>
    [ValidateObjectMembers]
    public ReplyOptions Reply { get; set; } = new();

    /// <summary>Gets or sets how messages that no backend took are kept and delivered again.</summary>
    [ValidateObjectMembers]
    public RedeliveryOptions Redelivery { get; set; } = new();

    /// <summary>Gets or sets how much the service takes.</summary>
    [ValidateObjectMembers]
    public ServiceLimitOptions Limits { get; set; } = new();

    /// <summary>Gets or sets a value indicating whether pushes are taken only from the addresses that WeChat says it pushes from. Needs <see cref="AppSecret"/>.</summary>
    /// <value>The default is <see langword="false"/>: whoever signs rightly may push from anywhere.</value>
    public bool OnlyFromWeChat { get; set; }

    /// <summary>Gets or sets which of WeChat's two token endpoints is used.</summary>
    /// <value>The default is <see cref="TokenEndpoint.Stable"/>.</value>
    [EnumDataType(typeof(TokenEndpoint))]
    public TokenEndpoint TokenEndpoint { get; set; } = TokenEndpoint.Stable;

    /// <summary>Gets or sets how far a push's timestamp may be from our clock, either way.</summary>
    /// <value>From 1 second to 36,500 days. The default is 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromMinutes(5);
}
