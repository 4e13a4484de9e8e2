using System.Buffers.Binary;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Ties the signature of a plaintext push, which does not cover the body, to the body that it first came with.</summary>
internal readonly record struct PlaintextSeal
{
    /// <summary>128 of a signature's 160 bits are as good as another digest of it.</summary>
    private const int Digits = 32;

    private readonly Halves _signature;
    private readonly Halves _body;

    /// <summary>Initializes a new instance of the <see cref="PlaintextSeal"/> struct.</summary>
    /// <param name="signature">
    /// The signature, which covers timestamp and nonce, with the service mixed in: two may have the same token.
    /// </param>
    /// <param name="body">The digest of the message.</param>
    public PlaintextSeal(UInt128 signature, UInt128 body) => (_signature, _body) = (signature, body);

    /// <summary>Gets the signature, with the service mixed in.</summary>
    public UInt128 Signature => _signature;

    /// <summary>Gets the digest of the message.</summary>
    public UInt128 Body
    {
        get => _body;
        init => _body = value;
    }

    /// <summary>Returns the seal of a plaintext push, whose signature is known to be right: 40 hex digits.</summary>
    public static PlaintextSeal Of(MessageContext message)
    {
        Span<byte> signature = stackalloc byte[Digits / 2];
        Convert.FromHexString(message.Query.Signature.AsSpan(0, Digits), signature, out _, out _);
        return new PlaintextSeal(
            BinaryPrimitives.ReadUInt128BigEndian(signature) ^ message.Service.NameDigest, MessageIdentity.BodyDigestOf(message));
    }
}
