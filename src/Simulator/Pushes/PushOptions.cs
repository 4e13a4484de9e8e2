using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Changes a push: its timeout and targets, and what a forger would change.</summary>
public sealed record PushOptions
{
    /// <summary>Gets the URL to push to, instead of the account's server URL.</summary>
    public Uri? Url { get; init; }

    /// <summary>Gets the URL of each delivery, so that retries reach other replicas; the last URL takes the rest.</summary>
    public IReadOnlyList<Uri> UrlOfEachDelivery { get; init; } = [];

    /// <summary>Gets whether deliveries start over with the first of <see cref="UrlOfEachDelivery"/> after the last.</summary>
    public bool TakesUrlsInTurn { get; init; }

    /// <summary>Gets the AppId of the platform through whose message URL, and with whose key, the push goes; null for the default:
    /// the account's own server URL or, when it has none, the platform that it is authorized to.</summary>
    public string? Platform { get; init; }

    /// <summary>Gets the timeout of a delivery, in real time, after which WeChat drops the connection.</summary>
    /// <value>The default is 5 seconds, as WeChat has it.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the largest number of deliveries.</summary>
    /// <value>The default is 4: the first and three retries.</value>
    public int MaxDeliveries { get; init; } = 4;

    /// <summary>Gets whether a result object with an error, such as <c>{"ErrCode":1}</c>, causes a retry.</summary>
    public bool RepeatsRefusedObjects { get; init; }

    /// <summary>Gets whether each retry has a new timestamp, nonce, signature and ciphertext; WeChat does not document it.</summary>
    public bool SignsEachDelivery { get; init; }

    /// <summary>Gets the query's timestamp, which is signed.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Gets the query's nonce, which is signed.</summary>
    public string? Nonce { get; init; }

    /// <summary>Gets a <c>signature</c> to send instead of the right one; empty leaves it out.</summary>
    public string? Signature { get; init; }

    /// <summary>Gets a <c>msg_signature</c> to send instead of the right one; empty leaves it out.</summary>
    public string? MsgSignature { get; init; }

    /// <summary>Gets the token to sign with, instead of the account's.</summary>
    public string? Token { get; init; }

    /// <summary>Gets the key to encrypt with, instead of the account's.</summary>
    public string? EncodingAesKey { get; init; }

    /// <summary>Gets the encryption mode, instead of the account's.</summary>
    public EncryptionMode? Encryption { get; init; }

    /// <summary>Gets the AppId inside the ciphertext, instead of the account's.</summary>
    public string? ReceiverId { get; init; }

    /// <summary>Gets how the ciphertext is corrupted before it is signed.</summary>
    public CipherFlaw Flaw { get; init; }

    /// <summary>Gets whether the ciphertext is corrupted after it was signed.</summary>
    public bool TampersAfterSigning { get; init; }

    /// <summary>Gets the message in the plain part of a compatible body, instead of the encrypted one.</summary>
    public PushedMessage? VisibleMessage { get; init; }

    /// <summary>Gets the whole request body to send with the right query, instead of the right body.</summary>
    public string? Body { get; init; }

    /// <summary>Gets the request body as bytes, for a body that is not UTF-8.</summary>
    public ReadOnlyMemory<byte>? BodyBytes { get; init; }

    /// <summary>Gets the content type, instead of WeChat's.</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets headers to send besides WeChat's own.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the kind of account, which decides what replies are valid, instead of the account's.</summary>
    internal AccountKind? Kind { get; init; }

    /// <summary>Returns the account's settings for this push, as changed by the options.</summary>
    internal PushIdentity IdentityOf(SimulatedAccount account) => new(
        ReceiverId ?? account.AppId,
        account.OriginalId,
        Token ?? account.Token,
        EncodingAesKey ?? account.EncodingAesKey,
        account.Format,
        Encryption ?? account.Encryption)
    {
        Kind = Kind ?? account.Kind,
    };
}
