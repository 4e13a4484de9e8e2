using System.Buffers;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Reads the XML that WeChat sends into an <see cref="XmlTable"/>.</summary>
/// <remarks>
/// It reads elements, text, CDATA, comments, processing instructions, the five named entities and character references.
/// It skips attributes, since WeChat sends none. It refuses a DTD, so it never expands entities or fetches anything.
/// It accepts control characters in text, which XML 1.0 forbids: users send them, and JSON can carry them.
/// </remarks>
internal ref struct XmlParser(XmlTable table, ReadOnlySpan<byte> source, bool readsLeaves)
{
    private static readonly SearchValues<byte> UsualName
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    // The start of a tag, of a reference, or of what ends a CDATA section; or a character that is not read as it is.
    private static readonly SearchValues<byte> Unusual = SearchValues.Create("<&]\r"u8);

    private readonly XmlTable _table = table;
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly bool _readsLeaves = readsLeaves;
    private XmlScanner _scanner = new(source);
    private XmlText _text = new(table, source);

    // One bit per name of an element with CDATA, chosen by the name's hash.
    private ulong _names;
    private bool _isDoubtful;

    /// <summary>
    /// Gets a value indicating whether a user's text may have forged elements. WeChat puts texts into CDATA unescaped, so a text can end
    /// its section. Then CDATA occurs twice in an element or under a name, beside elements, or its end occurs in plain text.
    /// </summary>
    public readonly bool IsDoubtful => _isDoubtful || _text.HasStrayEnd;

    /// <summary>Reads the whole document; returns <see langword="false"/> when it is not well-formed or exceeds the limits.</summary>
    public bool Parse()
    {
        _scanner.Position = ByteOrderMark.LengthIn(_source);
        return ReadMisc() && ReadElements() && ReadMisc() && _scanner.IsAtEnd;
    }

    /// <summary>Skips white space, comments and processing instructions around the root.</summary>
    private bool ReadMisc()
    {
        while (true)
        {
            _scanner.SkipWhiteSpace();
            if (_scanner.At("<?"u8))
            {
                if (!_scanner.SkipPast("?>"u8))
                {
                    return false;
                }
            }
            else if (_scanner.At("<!--"u8))
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
            if (_readsLeaves && depth > 0 && TryReadLeaf(open[depth - 1], depth))
            {
                continue;
            }

            if (_scanner.At("</"u8))
            {
                if (depth == 0 || !ReadEndTag(open[--depth]))
                {
                    return false;
                }

                _text.Forget();
            }
            else if (_scanner.At("<![CDATA["u8))
            {
                if (depth == 0 || !ReadCharacterData())
                {
                    return false;
                }
            }
            else if (_scanner.At("<!--"u8))
            {
                if (!SkipComment())
                {
                    return false;
                }
            }
            else if (_scanner.At("<?"u8))
            {
                if (!_scanner.SkipPast("?>"u8))
                {
                    return false;
                }
            }
            else if (_scanner.At("<"u8))
            {
                if (depth == XmlLimits.Depth || _table.Count == XmlLimits.Nodes
                    || !ReadStartTag(depth == 0 ? XmlNode.None : open[depth - 1], out var element, out var isEmpty))
                {
                    return false;
                }

                _isDoubtful = _isDoubtful || _text.HasCharacterData;
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
        while (depth > 0 && !_scanner.IsAtEnd);

        return depth == 0;
    }

    /// <summary>
    /// Reads an element as WeChat writes nearly all: <c>&lt;Name&gt;&lt;![CDATA[text]]&gt;&lt;/Name&gt;</c> or
    /// <c>&lt;Name&gt;text&lt;/Name&gt;</c>, with a text that needs no decoding. Reads nothing of any other, which is not refused by that.
    /// </summary>
    private bool TryReadLeaf(int parent, int depth)
    {
        var tag = _source[_scanner.Position..];
        if (tag.IsEmpty || tag[0] != (byte)'<' || depth == XmlLimits.Depth || _table.Count == XmlLimits.Nodes)
        {
            return false;
        }

        var nameLength = tag[1..].IndexOfAnyExcept(UsualName);
        if (nameLength <= 0 || tag[nameLength + 1] != (byte)'>' || !XmlScanner.IsNameStart(tag[1]))
        {
            return false;
        }

        var content = tag[(nameLength + "<>".Length)..];
        var isData = content.StartsWith("<![CDATA["u8);
        var text = isData ? content["<![CDATA[".Length..] : content;
        var length = isData ? text.IndexOf("]]>"u8) : text.IndexOfAny(Unusual);
        if (length < 0)
        {
            return false;
        }

        var end = text[(isData ? length + "]]>".Length : length)..];
        text = text[..length];
        var endLength = nameLength + "</>".Length;
        if (end.Length < endLength || !end.StartsWith("</"u8) || end[endLength - 1] != (byte)'>'
            || !end.Slice("</".Length, nameLength).SequenceEqual(tag.Slice(1, nameLength))
            || (isData && text.Contains((byte)'\r')))
        {
            return false;
        }

        _isDoubtful = _isDoubtful || _text.HasCharacterData;
        _text.Forget();
        var element = _table.Add(parent, _scanner.Position + 1, nameLength);
        var start = _source.Length - content.Length + (isData ? "<![CDATA[".Length : text.Length - text.TrimStart(" \t\n"u8).Length);
        _table[element].TextStart = start;
        _table[element].TextLength = isData ? length : text.Trim(" \t\n"u8).Length;
        if (isData)
        {
            NoteCharacterData(element);
        }

        _scanner.Position = _source.Length - end.Length + endLength;
        return true;
    }

    private bool ReadStartTag(int parent, out int element, out bool isEmpty)
    {
        element = XmlNode.None;
        if (!_scanner.ReadStartTag(out var start, out var length, out isEmpty))
        {
            return false;
        }

        element = _table.Add(parent, start, length);
        return true;
    }

    private bool ReadEndTag(int element)
    {
        _scanner.Position += 2;
        var name = _table.Name(element);
        if (!_scanner.At(name))
        {
            return false;
        }

        _scanner.Position += name.Length;
        _scanner.SkipWhiteSpace();
        if (!_scanner.At(">"u8))
        {
            return false;
        }

        _scanner.Position++;
        if (_text.HasCharacterData)
        {
            NoteCharacterData(element);
        }

        _text.Store(element);
        return true;
    }

    private void NoteCharacterData(int element)
    {
        _table[element].HasCharacterData = true;
        var bit = 1UL << (_table[element].NameHash & 63);
        _isDoubtful = _isDoubtful || _text.HasPieces || _table[element].FirstChild != XmlNode.None
            || ((_names & bit) != 0 && IsNameTaken(element));
        _names |= bit;
    }

    private readonly bool IsNameTaken(int element)
    {
        for (var other = 0; other < _table.Count; other++)
        {
            if (other != element && _table[other].HasCharacterData && _table[other].NameHash == _table[element].NameHash)
            {
                return true;
            }
        }

        return false;
    }

    private bool ReadCharacterData()
    {
        var start = _scanner.Position + "<![CDATA["u8.Length;
        _scanner.Position = start;
        if (!_scanner.SkipPast("]]>"u8))
        {
            return false;
        }

        _text.AppendCharacterData(start, _scanner.Position - "]]>"u8.Length - start);
        return true;
    }

    private bool ReadText()
    {
        var start = _scanner.Position;
        var length = _source[start..].IndexOf((byte)'<');
        if (length < 0)
        {
            return false;
        }

        _scanner.Position += length;
        _text.AppendText(start, length);
        return true;
    }

    private bool SkipComment()
    {
        _scanner.Position += "<!--"u8.Length;
        return _scanner.SkipPast("--"u8) && AtCommentEnd();
    }

    private bool AtCommentEnd()
    {
        var isEnd = _scanner.At(">"u8);
        _scanner.Position++;
        return isEnd;
    }
}
