namespace WxYarpGateway.Simulator.Pushes.Cipher;

/// <summary>Lists how an encrypted push can be corrupted. It is signed afterwards, so its signature is right.</summary>
public enum CipherFlaw
{
    /// <summary>Nothing is corrupted.</summary>
    None,

    /// <summary>One bit of the first block is flipped.</summary>
    FlippedBit,

    /// <summary>The last 16 bytes are cut off.</summary>
    Truncated,

    /// <summary>One byte is cut off, so that the length is not a multiple of the cipher's block.</summary>
    OddLength,

    /// <summary>Not all padding bytes state the padding's length.</summary>
    WrongPadding,

    /// <summary>The padding's last byte is 0, which is never valid.</summary>
    ZeroPadding,

    /// <summary>The padding states 33 bytes, one more than a block.</summary>
    OverlongPadding,

    /// <summary>The message's length field points beyond the end.</summary>
    LengthBeyondEnd,

    /// <summary>The message's length field is negative when read as a signed number.</summary>
    NegativeLength,

    /// <summary>The ciphertext is not base64.</summary>
    NotBase64,

    /// <summary>The ciphertext is empty.</summary>
    Empty,
}
