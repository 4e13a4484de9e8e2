using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Cipher;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Bends a push: how patient WeChat is, where it goes, and what a forger would change.</summary>
public sealed record PushOptions
{
    /// <summary>Gets where to push, in place of the account's server URL.</summary>
    public Uri? Url { get; init; }

    /// <summary>Gets where each delivery goes in turn, so that re-deliveries meet other replicas; the last one serves the rest.</summary>
    public IReadOnlyList<Uri> UrlOfEachDelivery { get; init; } = [];

    /// <summary>Gets whether the first of <see cref="UrlOfEachDelivery"/> follows the last, in place of the last serving the rest.</summary>
    public bool TakesUrlsInTurn { get; init; }

    /// <summary>Gets how long a delivery waits for its answer, in real time, before the connection is dropped.</summary>
    /// <value>The default is 5 seconds, as WeChat waits.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the largest number of deliveries.</summary>
    /// <value>The default is 4: the first and three re-deliveries.</value>
    public int MaxDeliveries { get; init; } = 4;

    /// <summary>Gets whether an object that refuses, such as <c>{"ErrCode":1}</c>, is met with another delivery.</summary>
    public bool RepeatsRefusedObjects { get; init; }

    /// <summary>Gets whether each re-delivery has a timestamp, nonce, signature and ciphertext of its own; which of the two WeChat does is not documented.</summary>
    public bool SignsEachDelivery { get; init; }

    /// <summary>Gets the query's timestamp; the signature is computed with it.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Gets the query's nonce; the signature is computed with it.</summary>
    public string? Nonce { get; init; }

    /// <summary>Gets a <c>signature</c> to send in place of the right one; empty leaves it out.</summary>
    public string? Signature { get; init; }

    /// <summary>Gets a <c>msg_signature</c> to send in place of the right one; empty leaves it out.</summary>
    public string? MsgSignature { get; init; }

    /// <summary>Gets the token to sign with, in place of the account's.</summary>
    public string? Token { get; init; }

    /// <summary>Gets the key to encrypt with, in place of the account's.</summary>
    public string? EncodingAesKey { get; init; }

    /// <summary>Gets the mode to push in, in place of the account's.</summary>
    public EncryptionMode? Encryption { get; init; }

    /// <summary>Gets the AppId inside the ciphertext, in place of the account's.</summary>
    public string? ReceiverId { get; init; }

    /// <summary>Gets how the ciphertext is spoilt before it is signed.</summary>
    public CipherFlaw Flaw { get; init; }

    /// <summary>Gets whether the ciphertext is changed after it was signed.</summary>
    public bool TampersAfterSigning { get; init; }

    /// <summary>Gets the message that the plain part of a compatible body shows, in place of the encrypted one.</summary>
    public PushedMessage? VisibleMessage { get; init; }

    /// <summary>Gets the whole request body, sent under the right query in place of the right body.</summary>
    public string? Body { get; init; }

    /// <summary>Gets the same as bytes, for a body that is no UTF-8.</summary>
    public ReadOnlyMemory<byte>? BodyBytes { get; init; }

    /// <summary>Gets the content type, in place of WeChat's.</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets headers to send besides WeChat's own.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
