using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Reads the XML that WeChat sends into an <see cref="XmlTable"/>.</summary>
/// <remarks>
/// Elements, text, CDATA, comments, processing instructions, the five named entities and character references. Attributes are
/// read over: WeChat sends none. A DTD ends the parse, so there is no entity to expand and nothing external to fetch.
/// Control characters, which XML 1.0 forbids, are let through in text: users send them, and JSON can carry them.
/// </remarks>
internal ref struct XmlParser(XmlTable table, ReadOnlySpan<byte> source)
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> NameEnd = SearchValues.Create(" \t\r\n/>="u8);
    private static readonly SearchValues<byte> NameForbidden = SearchValues.Create("<&\"'!?#$%()*+,;@[\\]^`{|}~"u8);

    private readonly XmlTable _table = table;
    private readonly ReadOnlySpan<byte> _source = source;
    private int _position;
    private XmlText _text = new(table, source);

    /// <summary>Reads the whole document; returns <see langword="false"/> when it is not acceptable.</summary>
    public bool Parse()
    {
        if (!Utf8.IsValid(_source))
        {
            return false;
        }

        var byteOrderMark = Encoding.UTF8.Preamble;
        _position = _source.StartsWith(byteOrderMark) ? byteOrderMark.Length : 0;
        return ReadMisc() && ReadElements() && ReadMisc() && _position == _source.Length;
    }

    private readonly bool At(ReadOnlySpan<byte> expected) => _source[_position..].StartsWith(expected);

    /// <summary>Reads over white space, comments and processing instructions around the root.</summary>
    private bool ReadMisc()
    {
        while (true)
        {
            SkipWhiteSpace();
            if (At("<?"u8))
            {
                if (!SkipPast("?>"u8))
                {
                    return false;
                }
            }
            else if (At("<!--"u8))
            {
                if (!SkipComment())
                {
                    return false;
                }
            }
            else
            {
                return true;
            }
        }
    }

    private bool ReadElements()
    {
        Span<int> open = stackalloc int[XmlLimits.Depth];
        var depth = 0;
        do
        {
            if (At("</"u8))
            {
                if (depth == 0 || !ReadEndTag(open[--depth]))
                {
                    return false;
                }

                _text.Forget();
            }
            else if (At("<![CDATA["u8))
            {
                if (depth == 0 || !ReadCharacterData())
                {
                    return false;
                }
            }
            else if (At("<!--"u8))
            {
                if (!SkipComment())
                {
                    return false;
                }
            }
            else if (At("<?"u8))
            {
                if (!SkipPast("?>"u8))
                {
                    return false;
                }
            }
            else if (At("<"u8))
            {
                if (depth == XmlLimits.Depth || _table.Count == XmlLimits.Nodes
                    || !ReadStartTag(depth == 0 ? XmlNode.None : open[depth - 1], out var element, out var isEmpty))
                {
                    return false;
                }

                _text.Forget();
                if (!isEmpty)
                {
                    open[depth++] = element;
                }
            }
            else if (depth == 0 || !ReadText())
            {
                return false;
            }
        }
        while (depth > 0 && _position < _source.Length);

        return depth == 0;
    }

    private bool ReadStartTag(int parent, out int element, out bool isEmpty)
    {
        element = XmlNode.None;
        isEmpty = false;
        _position++;
        if (!ReadName(out var start, out var length))
        {
            return false;
        }

        element = _table.Add(parent, start, length);
        while (true)
        {
            var spaced = SkipWhiteSpace();
            if (At(">"u8))
            {
                _position++;
                return true;
            }

            if (At("/>"u8))
            {
                _position += 2;
                isEmpty = true;
                return true;
            }

            if (!spaced || !SkipAttribute())
            {
                return false;
            }
        }
    }

    private bool ReadEndTag(int element)
    {
        _position += 2;
        var name = _table.Name(element);
        if (!At(name))
        {
            return false;
        }

        _position += name.Length;
        SkipWhiteSpace();
        if (!At(">"u8))
        {
            return false;
        }

        _position++;
        _text.Store(element);
        return true;
    }

    private bool ReadName(out int start, out int length)
    {
        start = _position;
        length = _source[_position..].IndexOfAny(NameEnd);
        if (length <= 0)
        {
            return false;
        }

        var name = _source.Slice(start, length);
        _position += length;
        return !char.IsAsciiDigit((char)name[0]) && name[0] is not ((byte)'-' or (byte)'.')
            && !name.ContainsAny(NameForbidden) && !name.ContainsAnyInRange((byte)0, (byte)' ');
    }

    private bool SkipAttribute()
    {
        if (!ReadName(out _, out _))
        {
            return false;
        }

        SkipWhiteSpace();
        if (!At("="u8))
        {
            return false;
        }

        _position++;
        SkipWhiteSpace();
        if (!At("\""u8) && !At("'"u8))
        {
            return false;
        }

        var quote = _source[_position++];
        var value = _source[_position..];
        var end = value.IndexOf(quote);
        if (end < 0 || value[..end].Contains((byte)'<'))
        {
            return false;
        }

        _position += end + 1;
        return true;
    }

    private bool ReadCharacterData()
    {
        _position += "<![CDATA["u8.Length;
        var length = _source[_position..].IndexOf("]]>"u8);
        if (length < 0)
        {
            return false;
        }

        _text.AppendCharacterData(_position, length);
        _position += length + "]]>"u8.Length;
        return true;
    }

    private bool ReadText()
    {
        var length = _source[_position..].IndexOf((byte)'<');
        if (length < 0)
        {
            return false;
        }

        var start = _position;
        _position += length;
        return _text.AppendText(start, length);
    }

    private bool SkipComment()
    {
        _position += "<!--"u8.Length;
        var length = _source[_position..].IndexOf("--"u8);
        if (length < 0)
        {
            return false;
        }

        _position += length;
        if (!At("-->"u8))
        {
            return false;
        }

        _position += "-->"u8.Length;
        return true;
    }

    private bool SkipPast(ReadOnlySpan<byte> end)
    {
        var length = _source[_position..].IndexOf(end);
        _position += length + end.Length;
        return length >= 0;
    }

    private bool SkipWhiteSpace()
    {
        var rest = _source[_position..];
        var length = rest.IndexOfAnyExcept(WhiteSpace);
        length = length < 0 ? rest.Length : length;
        _position += length;
        return length > 0;
    }
}
