using System.Text;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Transforms.Services;

/// <summary>One server URL that WeChat pushes to: how its pushes are signed and encrypted, and whom their messages are for.</summary>
/// <remarks>The callback of a configured service serves that one account. Others may serve many: their messages find their service after they are opened.</remarks>
public sealed class Callback
{
    /// <summary>Initializes a new instance of the <see cref="Callback"/> class from validated options.</summary>
    /// <param name="name">The name that routes, logs and metrics know the callback by.</param>
    /// <param name="account">The account that WeChat signs and encrypts for.</param>
    /// <param name="options">The options, of which the keys, the mode and the clock skew are used.</param>
    /// <param name="recipients">Finds the service of a message.</param>
    public Callback(string name, Account account, ServiceOptions options, IRecipients recipients)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(options);
        Name = name;
        Account = account;
        Recipients = recipients;
        AppIdUtf8 = Encoding.UTF8.GetBytes(account.AppId.Value);
        Tokens = [.. new[] { options.Token, options.PreviousToken }.Select(CallbackToken.Parse).OfType<CallbackToken>()];
        AesKeys = [.. new[] { options.EncodingAesKey, options.PreviousEncodingAesKey }.Select(EncodingAesKey.Parse).OfType<EncodingAesKey>()];
        Encryption = options.Encryption switch
        {
            EncryptionMode.Auto when AesKeys.Length > 0 => EncryptionMode.Safe,
            EncryptionMode.Auto => EncryptionMode.Plaintext,
            var chosen => chosen,
        };
        MaxClockSkew = options.MaxClockSkew;
        OnlyFromWeChat = options.OnlyFromWeChat;
    }

    /// <summary>Gets the name that routes, logs and metrics know the callback by.</summary>
    public string Name { get; }

    /// <summary>Gets the account that WeChat signs and encrypts for.</summary>
    public Account Account { get; }

    /// <summary>Gets what finds the service of a message.</summary>
    internal IRecipients Recipients { get; }

    /// <summary>Gets the AppId as it ends what is sealed.</summary>
    internal ReadOnlyMemory<byte> AppIdUtf8 { get; }

    /// <summary>Gets the token in force, then the one before it.</summary>
    internal CallbackToken[] Tokens { get; }

    /// <summary>Gets the key in force, then the one before it; none when pushes are not encrypted.</summary>
    internal EncodingAesKey[] AesKeys { get; }

    /// <summary>Gets the mode that pushes are held to; never <see cref="EncryptionMode.Auto"/>.</summary>
    internal EncryptionMode Encryption { get; }

    internal TimeSpan MaxClockSkew { get; }

    internal bool OnlyFromWeChat { get; }
}
