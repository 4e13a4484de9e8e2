using System.Buffers.Text;
using System.Security.Cryptography;

namespace WxYarpGateway.MiniPrograms.ProgramCodes;

/// <summary>A picture that WeChat made.</summary>
/// <param name="Bytes">The picture.</param>
/// <param name="ContentType">Its type, as WeChat says it.</param>
internal sealed record ProgramCode(ReadOnlyMemory<byte> Bytes, string ContentType)
{
    /// <summary>Gets the entity tag of the picture, with its quotes.</summary>
    public string ETag { get; } = $"\"{Base64Url.EncodeToString(SHA256.HashData(Bytes.Span).AsSpan(0, 16))}\"";
}
