using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Tells the format of a body by its first byte, since WeChat's content types do not always say it.</summary>
internal static class BodyFormat
{
    /// <summary>Returns the format: JSON begins with a brace, all else is taken for XML.</summary>
    public static MessageFormat Of(ReadOnlySpan<byte> body)
    {
        var content = ByteOrderMark.Skip(body).TrimStart(" \t\r\n"u8);
        return !content.IsEmpty && content[0] == (byte)'{' ? MessageFormat.Json : MessageFormat.Xml;
    }
}
