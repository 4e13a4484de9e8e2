using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>One configured WeChat account: its ids and keys, its paths, its backends, and how its messages are handled.</summary>
public sealed class ServiceOptions
{
    /// <summary>Gets or sets the kind of account.</summary>
    /// <value>The default is <see cref="ServiceKind.OfficialAccount"/>.</value>
    [EnumDataType(typeof(ServiceKind))]
    public ServiceKind Kind { get; set; } = ServiceKind.OfficialAccount;

    /// <summary>Gets or sets the account's AppId.</summary>
    /// <value>Printable text without spaces, from the WeChat console; required.</value>
    public string AppId { get; set; } = "";

    /// <summary>Gets or sets the account's AppSecret. User info, late replies, OAuth and the API proxy need it.</summary>
    /// <value>The default is empty: the gateway does not call WeChat's APIs.</value>
    public string AppSecret { get; set; } = "";

    /// <summary>
    /// Gets or sets the account's original id (原始ID, <c>gh_…</c>). When set, the gateway refuses pushes to another account.
    /// </summary>
    /// <value>The default is empty: any <c>ToUserName</c> is accepted.</value>
    public string OriginalId { get; set; } = "";

    /// <summary>Gets or sets the token (令牌) with which WeChat signs pushes.</summary>
    /// <value>1 to 64 printable characters, as in the WeChat console; required.</value>
    public string Token { get; set; } = "";

    /// <summary>Gets or sets the token before the last change. The gateway accepts it beside the current one.</summary>
    /// <value>1 to 64 printable characters. The default is empty: only <c>Token</c> is accepted.</value>
    public string? PreviousToken { get; set; }

    /// <summary>Gets or sets the EncodingAESKey (消息加解密密钥).</summary>
    /// <value>43 base64 characters, as in the WeChat console. The default is empty: the account does not encrypt.</value>
    public string EncodingAesKey { get; set; } = "";

    /// <summary>Gets or sets the EncodingAESKey before the last change. The gateway accepts it beside the current one.</summary>
    /// <value>43 base64 characters. The default is empty: only <c>EncodingAesKey</c> is accepted.</value>
    public string? PreviousEncodingAesKey { get; set; }

    /// <summary>Gets or sets the encryption mode (消息加解密方式), as in the WeChat console.</summary>
    /// <value>The default is <see cref="EncryptionMode.Auto"/>.</value>
    [EnumDataType(typeof(EncryptionMode))]
    public EncryptionMode Encryption { get; set; } = EncryptionMode.Auto;

    /// <summary>Gets or sets the path of the server URL (服务器地址), as in the WeChat console.</summary>
    /// <value>A path with a leading slash, unique to the service. The default is empty: only hand-written routes take pushes.</value>
    public string MessagePath { get; set; } = "";

    /// <summary>Gets or sets the backend for messages.</summary>
    /// <value>A URL, a list of URLs, or a YARP cluster. The default is none: the gateway answers each message by an echo.</value>
    public IConfigurationSection? MessageBackend { get; set; }

    /// <summary>
    /// Gets or sets the path that WeChat's authorize page sends browsers back to (网页授权回调).
    /// Its sub-path <c>/start</c> sends browsers to the authorize page.
    /// </summary>
    /// <value>A path with a leading slash, unique to the service. The default is empty: only hand-written routes take redirects.</value>
    public string OAuthPath { get; set; } = "";

    /// <summary>Gets or sets the backend for OAuth redirects. The gateway sends each redirect as a POST to exactly this URL.</summary>
    /// <value>A URL, a list of URLs, or a YARP cluster. The default is none.</value>
    public IConfigurationSection? OAuthBackend { get; set; }

    /// <summary>
    /// Gets or sets the path of the pages on which web sites sign users in by a QR code: <c>{QrLoginPath}/start?to=…</c> shows it.
    /// </summary>
    /// <value>A path with a leading slash, unique to the service. The default is empty: there are no such pages.</value>
    public string QrLoginPath { get; set; } = "";

    /// <summary>
    /// Gets or sets a value indicating whether who scanned the code of <see cref="QrLoginPath"/> confirms by a link in WeChat. Without it,
    /// a stranger can show somebody a code of his own, and is signed in as whoever scans it.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool QrLoginConfirm { get; set; } = true;

    /// <summary>Gets or sets a text in a redirect's URL that makes the gateway fetch the user's profile for any scope.</summary>
    /// <value>The default is empty: the gateway fetches the profile for the scope <c>snsapi_userinfo</c> only.</value>
    public string OAuthUserInfoFlag { get; set; } = "";

    /// <summary>Gets or sets the hosts that <c>/start</c> accepts in <c>to</c>.</summary>
    /// <value>A list of <c>name</c> or <c>name:port</c>. The default is empty: only paths of the gateway's own host.</value>
    public IReadOnlyList<string> OAuthReturnHosts { get; set; } = [];

    /// <summary>Gets or sets how the gateway adds the user's info to messages.</summary>
    [ValidateObjectMembers]
    public UserInfoOptions UserInfo { get; set; } = new();

    /// <summary>Gets or sets how the service replies: in time, late, and when its backend fails.</summary>
    [ValidateObjectMembers]
    public ReplyOptions Reply { get; set; } = new();

    /// <summary>Gets or sets how the gateway redelivers messages that no backend took.</summary>
    [ValidateObjectMembers]
    public RedeliveryOptions Redelivery { get; set; } = new();

    /// <summary>Gets or sets the rate limit of the service.</summary>
    [ValidateObjectMembers]
    public ServiceLimitOptions Limits { get; set; } = new();

    /// <summary>
    /// Gets or sets a value indicating whether pushes are accepted only from WeChat's callback IPs. Needs <see cref="AppSecret"/>.
    /// </summary>
    /// <value>The default is <see langword="false"/>: a push with a valid signature is accepted from any address.</value>
    public bool OnlyFromWeChat { get; set; }

    /// <summary>Gets or sets which of WeChat's two token endpoints the gateway uses.</summary>
    /// <value>The default is <see cref="TokenEndpoint.Stable"/>.</value>
    [EnumDataType(typeof(TokenEndpoint))]
    public TokenEndpoint TokenEndpoint { get; set; } = TokenEndpoint.Stable;

    /// <summary>Gets or sets how far a push's timestamp may differ from the gateway's clock, in both directions.</summary>
    /// <value>From 1 second to 36,500 days. The default is 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromMinutes(5);
}
