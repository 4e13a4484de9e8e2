using System.Text;

namespace WxYarpGateway.TokenService.Api.Json;

/// <summary>The byte order mark of UTF-8, which editors on Windows and some servers write before a text.</summary>
public static class ByteOrderMark
{
    /// <summary>Returns the length of the mark that the text begins with; 0 when it has none.</summary>
    /// <param name="text">The text, as it came.</param>
    public static int LengthIn(ReadOnlySpan<byte> text) => text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;

    /// <summary>Returns the text after the mark; the text itself when it has none.</summary>
    /// <param name="text">The text, as it came.</param>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> text) => text[LengthIn(text)..];

    /// <summary>Returns the text after the mark; the text itself when it has none.</summary>
    /// <param name="text">The text, as it came.</param>
    public static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> text) => text[LengthIn(text.Span)..];
}
