using System.Globalization;
using System.Text;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Writes XML for WeChat: elements, numbers, and text in CDATA.</summary>
/// <param name="capacity">The expected length in bytes. A good guess saves the copy into a larger buffer.</param>
internal sealed class XmlReply(int capacity)
{
    /// <summary>The most bytes that a UTF-16 unit takes in UTF-8.</summary>
    public const int BytesOfUnit = 3;

    private const int LongestNumber = 20;

    private byte[] _xml = new byte[capacity];
    private int _length;

    /// <summary>Gets the written XML, UTF-8.</summary>
    public ReadOnlyMemory<byte> Written => _xml.AsMemory(0, _length);

    /// <summary>Opens an element.</summary>
    public XmlReply Open(ReadOnlySpan<byte> name)
    {
        var room = Room(name.Length + "<>".Length);
        room[0] = (byte)'<';
        name.CopyTo(room[1..]);
        room[name.Length + 1] = (byte)'>';
        _length += name.Length + "<>".Length;
        return this;
    }

    /// <summary>Closes an element.</summary>
    public XmlReply Close(ReadOnlySpan<byte> name)
    {
        var room = Room(name.Length + "</>".Length);
        room[0] = (byte)'<';
        room[1] = (byte)'/';
        name.CopyTo(room[2..]);
        room[name.Length + 2] = (byte)'>';
        _length += name.Length + "</>".Length;
        return this;
    }

    /// <summary>Writes an element with a number.</summary>
    public XmlReply Number(ReadOnlySpan<byte> name, long number)
    {
        Open(name);
        number.TryFormat(Room(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return Close(name);
    }

    /// <summary>Writes an element with text in CDATA. Characters that XML 1.0 forbids are dropped.</summary>
    public XmlReply Text(ReadOnlySpan<byte> name, string text)
    {
        Open(name);
        Write("<![CDATA["u8);
        WriteCharacters(text);
        Write("]]>"u8);
        return Close(name);
    }

    /// <summary>Writes an element with ASCII text in CDATA. The text must not contain <c>]]&gt;</c>.</summary>
    public XmlReply Ascii(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        Open(name);
        Write("<![CDATA["u8);
        Write(text);
        Write("]]>"u8);
        return Close(name);
    }

    /// <summary>Writes an element with plain text that has no markup, such as a number.</summary>
    public XmlReply Plain(ReadOnlySpan<byte> name, ReadOnlySpan<char> text)
    {
        Open(name);
        Encode(text);
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
            Encode(piece);
            rest = rest[piece.Length..];
            if (end >= 0)
            {
                Write("]]><![CDATA["u8);
            }
        }
    }

    // An unpaired surrogate is encoded as U+FFFD.
    private void Encode(ReadOnlySpan<char> text)
    {
        // The exact length only where it may matter: it is a second look at the text.
        var atMost = text.Length * BytesOfUnit;
        var room = Room(atMost <= _xml.Length - _length ? atMost : Encoding.UTF8.GetByteCount(text));
        _length += Encoding.UTF8.GetBytes(text, room);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int length)
    {
        if (length > _xml.Length - _length)
        {
            Array.Resize(ref _xml, Math.Max(_xml.Length * 2, _length + length));
        }

        return _xml.AsSpan(_length);
    }
}
