using System.Buffers;
using System.Globalization;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Writes the XML that WeChat reads: elements, numbers, and text in CDATA.</summary>
internal sealed class XmlReply
{
    private readonly ArrayBufferWriter<byte> _xml = new(512);

    /// <summary>Gets what was written.</summary>
    public ReadOnlyMemory<byte> Written => _xml.WrittenMemory;

    /// <summary>Opens an element.</summary>
    public XmlReply Open(ReadOnlySpan<byte> name)
    {
        _xml.Write("<"u8);
        _xml.Write(name);
        _xml.Write(">"u8);
        return this;
    }

    /// <summary>Closes an element.</summary>
    public XmlReply Close(ReadOnlySpan<byte> name)
    {
        _xml.Write("</"u8);
        _xml.Write(name);
        _xml.Write(">"u8);
        return this;
    }

    /// <summary>Writes an element with a number.</summary>
    public XmlReply Number(ReadOnlySpan<byte> name, long number)
    {
        Open(name);
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
        _xml.Write(digits[..written]);
        return Close(name);
    }

    /// <summary>Writes an element with text; characters that XML 1.0 cannot carry are dropped.</summary>
    public XmlReply Text(ReadOnlySpan<byte> name, string text)
    {
        Open(name);
        _xml.Write("<![CDATA["u8);
        WriteCharacters(text);
        _xml.Write("]]>"u8);
        return Close(name);
    }

    /// <summary>Writes an element with ASCII text that needs no care.</summary>
    public XmlReply Ascii(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        Open(name);
        _xml.Write("<![CDATA["u8);
        _xml.Write(text);
        _xml.Write("]]>"u8);
        return Close(name);
    }

    private void WriteCharacters(ReadOnlySpan<char> text)
    {
        var brackets = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate enumerates as U+FFFD, which the text may hold by right as well; both are carried.
            if (!IsXmlCharacter(rune.Value))
            {
                continue;
            }

            // "]]>" would end the section: it is split between two. It may come about only here, where what stood within it is dropped.
            if (rune.Value == '>' && brackets >= 2)
            {
                _xml.Write("]]><![CDATA["u8);
            }

            brackets = rune.Value == ']' ? brackets + 1 : 0;
            _xml.Advance(rune.EncodeToUtf8(_xml.GetSpan(4)));
        }
    }

    /// <summary>XML 1.0, production 2.2 Char.</summary>
    private static bool IsXmlCharacter(int value)
        => value is '\t' or '\n' or '\r' or (>= 0x20 and not (0xFFFE or 0xFFFF));
}
