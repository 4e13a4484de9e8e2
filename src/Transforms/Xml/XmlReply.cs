using System.Buffers;
using System.Globalization;
using System.Text;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Writes the XML that WeChat reads: elements, numbers, and text in CDATA.</summary>
internal sealed class XmlReply
{
    /// <summary>What XML 1.0 cannot carry, of what UTF-8 can: production 2.2 Char.</summary>
    private static readonly SearchValues<char> NotXml = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code).Except("\t\n\r"), '\uFFFE', '\uFFFF']);

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
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // "]]>" would end the section: it is split between two.
            var end = rest.IndexOf("]]>");
            var piece = end < 0 ? rest : rest[..(end + 2)];
            WriteCharacters(piece);
            rest = rest[piece.Length..];
            if (end >= 0)
            {
                _xml.Write("]]><![CDATA["u8);
            }
        }

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
        while (!text.IsEmpty)
        {
            // A lone surrogate is encoded as U+FFFD, which the text may hold by right as well; both are carried.
            var end = text.IndexOfAny(NotXml);
            var piece = end < 0 ? text : text[..end];
            Encoding.UTF8.GetBytes(piece, _xml);
            text = end < 0 ? default : text[(end + 1)..];
        }
    }
}
