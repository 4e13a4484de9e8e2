using System.Text;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Services;

/// <summary>One server URL that WeChat pushes to: the keys of its pushes, and the services that its messages may be for.</summary>
/// <remarks>
/// The callback of a configured service serves one account. A callback of another source may serve many accounts.
/// <see cref="IRecipients"/> then finds the service of a message after decryption.
/// </remarks>
public sealed class Callback
{
    /// <summary>Initializes a new instance of the <see cref="Callback"/> class from validated options.</summary>
    /// <param name="name">The name of the callback in routes and logs; in metrics, as far as its first slash.</param>
    /// <param name="account">The account whose AppId ends every ciphertext.</param>
    /// <param name="options">
    /// The options. Used are tokens, AES keys, <c>Encryption</c>, <c>MaxClockSkew</c> and <c>OnlyFromWeChat</c>.
    /// </param>
    /// <param name="recipients">Finds the service of a message.</param>
    public Callback(string name, Account account, ServiceOptions options, IRecipients recipients)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(options);
        Name = name;
        Account = account;
        Recipients = recipients;
        AppIdUtf8 = Encoding.UTF8.GetBytes(account.AppId.Value);
        string?[] tokens = [options.Token, options.PreviousToken];
        Tokens = [.. tokens.Select(CallbackToken.Parse).OfType<CallbackToken>()];
        string?[] aesKeys = [options.EncodingAesKey, options.PreviousEncodingAesKey];
        AesKeys = [.. aesKeys.Select(EncodingAesKey.Parse).OfType<EncodingAesKey>()];
        Encryption = options.Encryption switch
        {
            EncryptionMode.Auto when AesKeys.Length > 0 => EncryptionMode.Safe,
            EncryptionMode.Auto => EncryptionMode.Plaintext,
            var chosen => chosen,
        };
        MaxClockSkew = options.MaxClockSkew;
        OnlyFromWeChat = options.OnlyFromWeChat;
        UserHash = new UserHash(options);
        ShownName = WeChatService.ShownNameOf(name);
    }

    /// <summary>Gets the name of the callback in routes and logs.</summary>
    public string Name { get; }

    /// <summary>Gets the name in metrics: <see cref="Name"/> up to its first slash.</summary>
    internal string ShownName { get; }

    /// <summary>Gets the hash that replaces openids in traces.</summary>
    internal UserHash UserHash { get; }

    /// <summary>Gets the account whose AppId ends every ciphertext.</summary>
    public Account Account { get; }

    /// <summary>Gets the services that messages may be for.</summary>
    internal IRecipients Recipients { get; }

    /// <summary>Gets the bytes of the AppId that ends every plaintext before encryption.</summary>
    internal ReadOnlyMemory<byte> AppIdUtf8 { get; }

    /// <summary>Gets the current token, then the previous one.</summary>
    internal CallbackToken[] Tokens { get; }

    /// <summary>Gets the current AES key, then the previous one; empty when pushes are not encrypted.</summary>
    internal EncodingAesKey[] AesKeys { get; }

    /// <summary>Gets the encryption mode that pushes must have; never <see cref="EncryptionMode.Auto"/>.</summary>
    internal EncryptionMode Encryption { get; }

    internal TimeSpan MaxClockSkew { get; }

    internal bool OnlyFromWeChat { get; }
}
