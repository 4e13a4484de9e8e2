namespace WxYarpGateway.Transforms.Services;

/// <summary>The message encryption mode (消息加解密方式) chosen in the WeChat console; the gateway holds pushes to it.</summary>
public enum EncryptionMode
{
    /// <summary><see cref="Safe"/> when an EncodingAESKey is set, else <see cref="Plaintext"/>.</summary>
    Auto,

    /// <summary>明文模式: pushes are signed but not encrypted.</summary>
    Plaintext,

    /// <summary>兼容模式: pushes carry the message in clear and encrypted; only the encrypted part is believed.</summary>
    Compatible,

    /// <summary>安全模式: pushes are encrypted.</summary>
    Safe,

    /// <summary>Takes plaintext and encrypted pushes alike, while the mode is being switched in the console.</summary>
    Either,
}
