using System.Buffers;
using System.Globalization;
using System.Text;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Writes XML for WeChat: elements, numbers, and text in CDATA.</summary>
internal sealed class XmlReply
{
    private readonly ArrayBufferWriter<byte> _xml = new(512);

    /// <summary>Gets the written XML, UTF-8.</summary>
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

    /// <summary>Writes an element with text in CDATA. Characters that XML 1.0 forbids are dropped.</summary>
    public XmlReply Text(ReadOnlySpan<byte> name, string text)
    {
        Open(name);
        _xml.Write("<![CDATA["u8);
        WriteCharacters(text);
        _xml.Write("]]>"u8);
        return Close(name);
    }

    /// <summary>Writes an element with ASCII text in CDATA. The text must not contain <c>]]&gt;</c>.</summary>
    public XmlReply Ascii(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        Open(name);
        _xml.Write("<![CDATA["u8);
        _xml.Write(text);
        _xml.Write("]]>"u8);
        return Close(name);
    }

    /// <summary>Writes an element with plain text that has no markup, such as a number.</summary>
    public XmlReply Plain(ReadOnlySpan<byte> name, ReadOnlySpan<char> text)
    {
        Open(name);
        Encoding.UTF8.GetBytes(text, _xml);
        return Close(name);
    }

    private void WriteCharacters(string text)
    {
        // Drop forbidden characters first: without them, their neighbours may form "]]>".
        var rest = XmlCharacters.Carried(text).AsSpan();
        while (!rest.IsEmpty)
        {
            // "]]>" would end the section, so it is split between two sections.
            var end = rest.IndexOf("]]>");
            var piece = end < 0 ? rest : rest[..(end + 2)];

            // An unpaired surrogate is encoded as U+FFFD.
            Encoding.UTF8.GetBytes(piece, _xml);
            rest = rest[piece.Length..];
            if (end >= 0)
            {
                _xml.Write("]]><![CDATA["u8);
            }
        }
    }
}
