using System.Buffers;
using System.Globalization;
using System.Text;

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

    /// <summary>Writes an element with text that needs neither CDATA nor care, such as a number.</summary>
    public XmlReply Plain(ReadOnlySpan<byte> name, ReadOnlySpan<char> text)
    {
        Open(name);
        Encoding.UTF8.GetBytes(text, _xml);
        return Close(name);
    }

    private void WriteCharacters(string text)
    {
        // First, since what is dropped may be all that stands within "]]>".
        var rest = XmlCharacters.Carried(text).AsSpan();
        while (!rest.IsEmpty)
        {
            // "]]>" would end the section: it is split between two.
            var end = rest.IndexOf("]]>");
            var piece = end < 0 ? rest : rest[..(end + 2)];

            // A lone surrogate is encoded as U+FFFD, which the text may hold by right as well; both are carried.
            Encoding.UTF8.GetBytes(piece, _xml);
            rest = rest[piece.Length..];
            if (end >= 0)
            {
                _xml.Write("]]><![CDATA["u8);
            }
        }
    }
}
