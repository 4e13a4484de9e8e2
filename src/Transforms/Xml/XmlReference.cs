using System.Buffers.Text;
using System.Text;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Reads references in text: the five named entities, and character references such as <c>&amp;#65;</c>.</summary>
internal static class XmlReference
{
    /// <summary>Reads the reference at the start of a text. A number that is no character gives U+FFFD.</summary>
    /// <param name="text">The text, which begins with an ampersand.</param>
    /// <param name="rune">The character.</param>
    /// <param name="length">The length of the reference in bytes.</param>
    /// <returns>Whether the text starts with a reference.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out Rune rune, out int length)
    {
        (rune, length) = text switch
        {
            [_, (byte)'l', (byte)'t', (byte)';', ..] => (new Rune('<'), "&lt;".Length),
            [_, (byte)'g', (byte)'t', (byte)';', ..] => (new Rune('>'), "&gt;".Length),
            [_, (byte)'a', (byte)'m', (byte)'p', (byte)';', ..] => (new Rune('&'), "&amp;".Length),
            [_, (byte)'q', (byte)'u', (byte)'o', (byte)'t', (byte)';', ..] => (new Rune('"'), "&quot;".Length),
            [_, (byte)'a', (byte)'p', (byte)'o', (byte)'s', (byte)';', ..] => (new Rune('\''), "&apos;".Length),
            _ => (default, 0),
        };
        return length > 0 || TryReadNumber(text, out rune, out length);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out Rune rune, out int length)
    {
        (rune, length) = (default, 0);
        if (!text.StartsWith("&#"u8))
        {
            return false;
        }

        var isHexadecimal = text.StartsWith("&#x"u8);
        var start = isHexadecimal ? "&#x".Length : "&#".Length;
        var digits = text[start..];
        var count = 0;
        while (count < digits.Length
            && (isHexadecimal ? char.IsAsciiHexDigit((char)digits[count]) : char.IsAsciiDigit((char)digits[count])))
        {
            count++;
        }

        if (count == 0 || count == digits.Length || digits[count] != (byte)';')
        {
            return false;
        }

        length = start + count + 1;
        var isNumber = Utf8Parser.TryParse(digits[..count], out uint value, out var consumed, isHexadecimal ? 'x' : 'D')
            && consumed == count;
        rune = isNumber && value > 0 && Rune.TryCreate(value, out var character) ? character : Rune.ReplacementChar;
        return true;
    }
}
