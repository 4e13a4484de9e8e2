namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>The message encryption mode (消息加解密方式) in the WeChat console. The gateway refuses pushes in another mode.</summary>
public enum EncryptionMode
{
    /// <summary><see cref="Safe"/> when <c>EncodingAesKey</c> is set, else <see cref="Plaintext"/>.</summary>
    Auto,

    /// <summary>明文模式: WeChat signs pushes and does not encrypt them.</summary>
    Plaintext,

    /// <summary>兼容模式: WeChat sends the message in clear and encrypted. The gateway uses the encrypted part only.</summary>
    Compatible,

    /// <summary>安全模式: WeChat encrypts pushes.</summary>
    Safe,

    /// <summary>The gateway accepts plaintext and encrypted pushes. Use it while you switch the mode in the WeChat console.</summary>
    Either,
}
