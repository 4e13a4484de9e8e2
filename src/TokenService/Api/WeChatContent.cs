namespace WxYarpGateway.TokenService.Api;

/// <summary>What WeChat answers: JSON or a file.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="ContentType">Its type, as WeChat says it; empty when it says none.</param>
public readonly record struct WeChatContent(ReadOnlyMemory<byte> Bytes, string ContentType)
{
    /// <summary>Returns the type only: the content may be personal.</summary>
    public override string ToString() => ContentType;
}
