using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Transforms.Services;

/// <summary>A configured WeChat account at work: its validated options, parsed once.</summary>
public sealed class WeChatService
{
    internal WeChatService(string name, ServiceOptions options, Uri? publicUrl = null)
    {
        Name = name;
        Account = AccountOf(name, options);
        NameDigest = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        AppIdUtf8 = Encoding.UTF8.GetBytes(Account.AppId.Value);
        OriginalId = options.OriginalId;
        Tokens = [.. new[] { options.Token, options.PreviousToken }.Select(CallbackToken.Parse).OfType<CallbackToken>()];
        AesKeys = [.. new[] { options.EncodingAesKey, options.PreviousEncodingAesKey }.Select(EncodingAesKey.Parse).OfType<EncodingAesKey>()];
        Encryption = options.Encryption switch
        {
            EncryptionMode.Auto when AesKeys.Length > 0 => EncryptionMode.Safe,
            EncryptionMode.Auto => EncryptionMode.Plaintext,
            var chosen => chosen,
        };
        UserInfo = options.UserInfo;
        Reply = options.Reply;
        Redelivery = options.Redelivery;
        MaxClockSkew = options.MaxClockSkew;
        OAuth = new OAuthSettings(publicUrl, options.OAuthPath, options.OAuthUserInfoFlag, options.OAuthReturnHosts);
        OnlyFromWeChat = options.OnlyFromWeChat;
        Limits = options.Limits;
        UserHash = new UserHash(options);
    }

    /// <summary>Gets the service's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>Gets who the service is to WeChat.</summary>
    public Account Account { get; }

    /// <summary>Gets a digest of the name, the same on all replicas.</summary>
    internal UInt128 NameDigest { get; }

    /// <summary>Gets the AppId as it ends what is sealed.</summary>
    internal ReadOnlyMemory<byte> AppIdUtf8 { get; }

    internal string OriginalId { get; }

    internal CallbackToken[] Tokens { get; }

    internal EncodingAesKey[] AesKeys { get; }

    /// <summary>Gets the mode that pushes are held to; never <see cref="EncryptionMode.Auto"/>.</summary>
    internal EncryptionMode Encryption { get; }

    internal UserInfoOptions UserInfo { get; }

    internal ReplyOptions Reply { get; }

    internal RedeliveryOptions Redelivery { get; }

    internal TimeSpan MaxClockSkew { get; }

    internal OAuthSettings OAuth { get; }

    internal bool OnlyFromWeChat { get; }

    internal ServiceLimitOptions Limits { get; }

    /// <summary>Gets what stands for users in traces.</summary>
    internal UserHash UserHash { get; }

    private static Account AccountOf(string name, ServiceOptions options)
        => AppId.TryParse(options.AppId, out var appId) && AppSecret.TryParse(options.AppSecret, out var appSecret)
            ? new Account(name, options.Kind, appId, appSecret, options.TokenEndpoint) { Language = options.UserInfo.Language }
            : throw new InvalidOperationException("The options of a service are validated before it is made.");
}
