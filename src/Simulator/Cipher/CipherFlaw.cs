namespace WxYarpGateway.Simulator.Cipher;

/// <summary>Names a way in which an encrypted push can be spoilt; the signature is computed afterwards, so it still fits.</summary>
public enum CipherFlaw
{
    /// <summary>Nothing is spoilt.</summary>
    None,

    /// <summary>One bit of the first block is flipped.</summary>
    FlippedBit,

    /// <summary>The last 16 bytes are cut off.</summary>
    Truncated,

    /// <summary>One byte is cut off, so that the length is no multiple of the cipher's block.</summary>
    OddLength,

    /// <summary>The padding bytes do not all name the padding's length.</summary>
    WrongPadding,

    /// <summary>The padding's last byte is 0, which no padding has.</summary>
    ZeroPadding,

    /// <summary>The padding names 33 bytes, one more than a block.</summary>
    OverlongPadding,

    /// <summary>The message's length field points beyond the end.</summary>
    LengthBeyondEnd,

    /// <summary>The message's length field is negative when read as a signed number.</summary>
    NegativeLength,

    /// <summary>The ciphertext is no base64.</summary>
    NotBase64,

    /// <summary>The ciphertext is empty.</summary>
    Empty,
}
