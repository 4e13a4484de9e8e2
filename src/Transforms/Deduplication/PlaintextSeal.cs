using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Ties the signature of a plaintext push, which does not cover the body, to the body that it first came with.</summary>
/// <param name="Signature">The digest of service, signature, timestamp and nonce.</param>
/// <param name="Body">The digest of the message.</param>
internal readonly record struct PlaintextSeal(UInt128 Signature, UInt128 Body)
{
    /// <summary>Returns the seal of a plaintext push.</summary>
    public static PlaintextSeal Of(MessageContext message) => new(
        MessageIdentity.DigestOf(string.Join('\0', message.Service.Name, message.Query.Signature, message.Query.Timestamp, message.Query.Nonce)),
        MessageIdentity.DigestOf(message.Body.Span));
}
