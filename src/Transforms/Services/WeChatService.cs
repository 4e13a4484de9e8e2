using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Transforms.Services;

/// <summary>A WeChat account at work: who it is, which callback its pushes come by, and how its messages are handled.</summary>
public sealed class WeChatService
{
    /// <summary>Initializes a new instance of the <see cref="WeChatService"/> class from validated options.</summary>
    /// <param name="name">The service's name: its key in the configuration, or the one that another source gives it.</param>
    /// <param name="options">The options.</param>
    /// <param name="publicUrl">The address under which browsers reach the gateway; <see langword="null"/> when it is not configured.</param>
    /// <param name="callback">The callback that serves this account and others; <see langword="null"/> for one of its own, made of the options.</param>
    /// <exception cref="ArgumentException">The options have no AppId, or one that is none.</exception>
    public WeChatService(string name, ServiceOptions options, Uri? publicUrl = null, Callback? callback = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Name = name;
        Account = AccountOf(name, options);
        Callback = callback ?? new Callback(name, Account, options, new SoleRecipient(this, options.OriginalId));
        Policy = ServicePolicy.Of(options);
        NameDigest = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        OAuth = new OAuthSettings(publicUrl, options.OAuthPath, options.OAuthUserInfoFlag, options.OAuthReturnHosts);
        UserHash = new UserHash(options);
    }

    /// <summary>Gets the service's name.</summary>
    public string Name { get; }

    /// <summary>Gets who the service is to WeChat.</summary>
    public Account Account { get; }

    /// <summary>Gets the callback that the service's pushes come by.</summary>
    public Callback Callback { get; }

    /// <summary>Gets how the service's messages are handled.</summary>
    public ServicePolicy Policy { get; }

    /// <summary>Gets a digest of the name, the same on all replicas.</summary>
    internal UInt128 NameDigest { get; }

    internal UserInfoOptions UserInfo => Policy.UserInfo;

    internal ReplyOptions Reply => Policy.Reply;

    internal RedeliveryOptions Redelivery => Policy.Redelivery;

    internal ServiceLimitOptions Limits => Policy.Limits;

    internal OAuthSettings OAuth { get; }

    /// <summary>Gets what stands for users in traces.</summary>
    internal UserHash UserHash { get; }

    private static Account AccountOf(string name, ServiceOptions options)
        => AppId.TryParse(options.AppId, out var appId) && AppSecret.TryParse(options.AppSecret, out var appSecret)
            ? new Account(name, options.Kind, appId, appSecret, options.TokenEndpoint) { Language = options.UserInfo.Language }
            : throw new ArgumentException("The options of a service are validated before it is made.", nameof(options));

    /// <summary>The one service of a callback of its own. The mode of encryption says who may write to it; its original id, where configured, who it is.</summary>
    private sealed class SoleRecipient(WeChatService service, string originalId) : IRecipients
    {
        public WeChatService? Find(MessageAddress address) => originalId.Length == 0 || address.ToUserName == originalId ? service : null;
    }
}
