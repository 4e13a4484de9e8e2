using System.Text;
using System.Text.Unicode;

namespace WxYarpGateway.TokenService.Api.Json;

/// <summary>Makes UTF-8 of what WeChat sends as such: a text that was cut to length may end within a character.</summary>
public static class LenientText
{
    /// <summary>Returns the text itself when it is UTF-8; else a copy with U+FFFD in the place of what is not.</summary>
    /// <param name="text">The text, as it came.</param>
    public static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> text)
        => Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));

    /// <summary>Returns the text itself when it is UTF-8; else a copy with U+FFFD in the place of what is not.</summary>
    /// <param name="text">The text, as it came.</param>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> text)
        => Utf8.IsValid(text.Span) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
}
