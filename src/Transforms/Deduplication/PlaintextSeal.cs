using System.Buffers.Binary;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Ties the signature of a plaintext push, which does not cover the body, to the body that it first came with.</summary>
/// <param name="Signature">The signature, which covers timestamp and nonce, with the service mixed in: two may have the same token.</param>
/// <param name="Body">The digest of the message.</param>
internal readonly record struct PlaintextSeal(UInt128 Signature, UInt128 Body)
{
    /// <summary>128 of a signature's 160 bits are as good as another digest of it.</summary>
    private const int Digits = 32;

    /// <summary>Returns the seal of a plaintext push, whose signature is known to be right: 40 hex digits.</summary>
    public static PlaintextSeal Of(MessageContext message)
    {
        Span<byte> signature = stackalloc byte[Digits / 2];
        Convert.FromHexString(message.Query.Signature.AsSpan(0, Digits), signature, out _, out _);
        return new PlaintextSeal(
            BinaryPrimitives.ReadUInt128BigEndian(signature) ^ message.Service.NameDigest, MessageIdentity.BodyDigestOf(message));
    }
}
