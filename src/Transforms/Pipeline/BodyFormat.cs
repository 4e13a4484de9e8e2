using System.Text;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Tells the format of a body by its first byte, since WeChat's content types do not always say it.</summary>
internal static class BodyFormat
{
    /// <summary>Returns the format: JSON begins with a brace, all else is taken for XML.</summary>
    public static MessageFormat Of(ReadOnlySpan<byte> body)
    {
        var content = (body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body).TrimStart(" \t\r\n"u8);
        return !content.IsEmpty && content[0] == (byte)'{' ? MessageFormat.Json : MessageFormat.Xml;
    }

    /// <summary>Returns the body without a byte order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body)
        => body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
}
