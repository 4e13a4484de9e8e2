namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>An encrypted reply, on its way to being signed and put into its envelope.</summary>
/// <param name="Ciphertext">The ciphertext in base64.</param>
internal sealed record SealedReply(ReadOnlyMemory<byte> Ciphertext) : Reply
{
    /// <summary>Gets the array of the ciphertext when it is rented. Whoever puts the reply into its envelope returns the array.</summary>
    public byte[]? Rented { get; init; }

    /// <summary>Gets the time of signing in Unix seconds.</summary>
    public long Timestamp { get; init; }

    /// <summary>Gets the signature over token, timestamp, nonce and ciphertext, 40 hex digits.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }
}
