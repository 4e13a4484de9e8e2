using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Transforms.Pipeline.Formats;

/// <summary>Detects the format of a body by its first byte, because WeChat's content types are unreliable.</summary>
internal static class BodyFormat
{
    /// <summary>Returns JSON when the first character is <c>{</c>, else XML. A byte order mark and white space are skipped.</summary>
    public static MessageFormat Of(ReadOnlySpan<byte> body)
    {
        var content = ByteOrderMark.Skip(body).TrimStart(" \t\r\n"u8);
        return !content.IsEmpty && content[0] == (byte)'{' ? MessageFormat.Json : MessageFormat.Xml;
    }
}
