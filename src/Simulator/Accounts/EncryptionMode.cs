namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Lists how much of a push WeChat encrypts.</summary>
public enum EncryptionMode
{
    /// <summary>Nothing is encrypted (明文模式).</summary>
    Plaintext,

    /// <summary>The body carries the plain fields and the encrypted message side by side (兼容模式).</summary>
    Compatible,

    /// <summary>The body carries the encrypted message only (安全模式).</summary>
    Safe,
}
