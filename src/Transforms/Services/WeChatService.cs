using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Services;

/// <summary>A WeChat account that the gateway serves: the account, its callback, and how its messages are handled.</summary>
/// <remarks>
/// A service that another source brings may have a name in two parts, such as <c>saas/wx1234</c>: the service that people configured, and
/// the account in its care. Backends and metrics get the first part only.
/// </remarks>
public sealed class WeChatService
{
    private const char Separator = '/';

    private readonly Halves _nameDigest;

    /// <summary>Initializes a new instance of the <see cref="WeChatService"/> class from validated options.</summary>
    /// <param name="name">The service's name: its key in the configuration, or the name that another source gives it.</param>
    /// <param name="options">The options.</param>
    /// <param name="publicUrl">The URL at which browsers reach the gateway; <see langword="null"/> when it is not configured.</param>
    /// <param name="callback">
    /// The callback, when several accounts share one; <see langword="null"/> to create the service's own from the options.
    /// </param>
    /// <exception cref="ArgumentException">The options have no valid AppId, or an invalid AppSecret.</exception>
    public WeChatService(string name, ServiceOptions options, Uri? publicUrl = null, Callback? callback = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Name = name;
        Account = AccountOf(name, options);
        OriginalId = options.OriginalId;
        Callback = callback ?? new Callback(name, Account, options, new SoleRecipient(this, options.OriginalId));
        Policy = ServicePolicy.Of(options);
        _nameDigest = DigestOf(name);
        OAuth = new OAuthSettings(publicUrl, options.OAuthPath, options.OAuthUserInfoFlag, options.OAuthReturnHosts);
        QrLogin = publicUrl is null || options.QrLoginPath.Length == 0 ? null
            : new QrLoginSettings(publicUrl, options.QrLoginPath, options.QrLoginConfirm, options.OAuthReturnHosts);
        UserHash = callback is null ? Callback.UserHash : new UserHash(options);
        ShownName = ShownNameOf(name);
    }

    private WeChatService(string name, Account account, ServicePolicy policy, Callback callback, OAuthSettings oauth)
    {
        Name = name;
        ShownName = ShownNameOf(name);
        Account = account;
        Policy = policy;
        Callback = callback;
        _nameDigest = DigestOf(name);
        OAuth = oauth;
        UserHash = callback.UserHash;
    }

    /// <summary>Gets the service's name.</summary>
    public string Name { get; }

    /// <summary>Gets the name in headers for backends and in metrics: <see cref="Name"/> up to its first slash.</summary>
    public string ShownName { get; }

    /// <summary>Gets the account's original id (<c>gh_…</c>), which its messages are for; empty when it is not configured.</summary>
    public string OriginalId { get; } = "";

    /// <summary>
    /// Gets a value indicating whether the source knows the account; else its messages are WeChat's all the same, and the backend is told.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsKnown { get; private init; } = true;

    /// <summary>Gets the WeChat account.</summary>
    public Account Account { get; }

    /// <summary>Gets the callback that receives the service's pushes.</summary>
    public Callback Callback { get; }

    /// <summary>Gets how the service's messages are handled.</summary>
    public ServicePolicy Policy { get; }

    /// <summary>Gets a digest of the name, the same on all replicas.</summary>
    internal UInt128 NameDigest => _nameDigest;

    internal UserInfoOptions UserInfo => Policy.UserInfo;

    internal ReplyOptions Reply => Policy.Reply;

    internal RedeliveryOptions Redelivery => Policy.Redelivery;

    internal ServiceLimitOptions Limits => Policy.Limits;

    internal OAuthSettings OAuth { get; }

    /// <summary>Gets the settings of sign-ins by QR code; <see langword="null"/> when the service has none.</summary>
    internal QrLoginSettings? QrLogin { get; }

    /// <summary>Gets the hash that replaces openids in traces.</summary>
    internal UserHash UserHash { get; }

    /// <summary>Returns the service of an account that shares a callback with others.</summary>
    /// <param name="name">The service's name, such as <c>saas/wx1234</c>. Queued messages find the service by it, on any replica.</param>
    /// <param name="account">The account.</param>
    /// <param name="policy">How its messages are handled; services may share one.</param>
    /// <param name="callback">The callback that receives its pushes.</param>
    /// <param name="isKnown">Whether the source knows the account; see <see cref="IsKnown"/>.</param>
    /// <param name="oauth">The settings of its OAuth redirects; <see langword="null"/> for none.</param>
    public static WeChatService Of(
        string name, Account account, ServicePolicy policy, Callback callback, bool isKnown, OAuthSettings? oauth = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(callback);
        return new WeChatService(name, account, policy, callback, oauth ?? OAuthSettings.None) { IsKnown = isKnown };
    }

    /// <summary>Returns the part of a service's or callback's name that backends and metrics get.</summary>
    internal static string ShownNameOf(string name)
        => name.IndexOf(Separator, StringComparison.Ordinal) is var end and > 0 ? name[..end] : name;

    private static UInt128 DigestOf(string name)
        => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private static Account AccountOf(string name, ServiceOptions options)
        => AppId.TryParse(options.AppId, out var appId) && AppSecret.TryParse(options.AppSecret, out var appSecret)
            ? new Account(name, options.Kind, appId, appSecret, options.TokenEndpoint) { Language = options.UserInfo.Language }
            : throw new ArgumentException(
                $"AppId or AppSecret of service '{name}' is invalid. Validate the options first.", nameof(options));

    /// <summary>The only service of a callback. When an original id is configured, messages to another account are refused.</summary>
    private sealed class SoleRecipient(WeChatService service, string originalId) : IRecipients
    {
        public WeChatService? Find(MessageAddress address) => originalId.Length == 0 || address.ToUserName == originalId ? service : null;
    }
}
