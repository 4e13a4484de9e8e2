namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>Reads a document that is not strict XML, or that is but may be another than it looks, into an <see cref="XmlTable"/>.</summary>
internal ref struct XmlLenientParser(XmlTable table, ReadOnlyMemory<byte> source)
{
    // How deep texts that users type lie at most, the root counted. WeChat's own lie three deep; what is deeper ends where it does in
    // strict XML.
    private const int DeepestTyped = 5;

    private readonly XmlTable _table = table;
    private readonly ReadOnlySpan<byte> _source = source.Span;
    private readonly XmlTags _tags = XmlTags.Of(source);
    private XmlReadings? _readings;
    private XmlText _text = new(table, source.Span);

    /// <summary>Reads the whole document; returns <see langword="false"/> when it cannot be read, has a DTD, or is deeper or larger than
    /// <see cref="XmlLimits"/> allows.</summary>
    public bool Parse()
    {
        if (!_tags.TryFindRoot(out var root, out var close))
        {
            return false;
        }

        // What an element holds is looked at after its end is chosen. If it cannot be read up to there, strict ends are the better ones.
        return TryRead(root, close, widens: true) || TryRead(root, close, widens: false);
    }

    private bool TryRead(int root, int close, bool widens)
    {
        _table.Clear();
        _readings = new XmlReadings(_tags, widens);
        return ReadElement(XmlNode.None, root, close, depth: 1);
    }

    private bool ReadElement(int parent, int tag, int close, int depth)
    {
        if (depth > XmlLimits.Depth || _table.Count == XmlLimits.Nodes)
        {
            return false;
        }

        var element = _table.Add(parent, _tags.NameStart(tag), _tags.NameLength(tag));
        if (close == tag)
        {
            return true;
        }

        _text.Forget();
        if (parent != XmlNode.None && IsTyped(tag, close))
        {
            ReadTyped(tag + 1, close);
        }
        else if (close == _tags[tag].Close && _tags.IsLeaf(tag))
        {
            ReadPieces(tag, close);
        }
        else
        {
            return (depth < DeepestTyped ? _readings!.Choose(tag + 1, close) : close == _tags[tag].Close)
                && ReadElements(element, tag + 1, close, depth + 1);
        }

        _text.Store(element);
        return true;
    }

    private bool ReadElements(int parent, int tag, int close, int depth)
    {
        while (tag != close)
        {
            if (_tags[tag].Kind is not (XmlTagKind.Start or XmlTagKind.Empty))
            {
                tag = _tags[tag].Next;
                continue;
            }

            var end = _tags[tag].Kind == XmlTagKind.Empty ? tag : depth > DeepestTyped ? _tags[tag].Close : _readings!.Close(tag);
            if (end == XmlNode.None || !ReadElement(parent, tag, end, depth))
            {
                return false;
            }

            tag = end + 1;
        }

        return true;
    }

    /// <summary>Returns whether all between the beginning of an element's CDATA and its last end is one text.</summary>
    private readonly bool IsTyped(int tag, int close)
        => _tags.BeginsWithData(tag) && _tags[close].EndsData
            && (close != _tags[tag].Close
                || !_tags.IsLeaf(tag)
                || _tags.Names.Field(_tags[tag].Name).Author == XmlAuthor.User
                || HasMarkupInText(tag, close));

    /// <summary>Returns whether the text between the sections of an element has in it what no writer of XML leaves there.</summary>
    private readonly bool HasMarkupInText(int tag, int close)
    {
        for (var next = tag + 1; next != close; next = _tags[next].Next)
        {
            var text = _source[_tags[next].End.._tags[_tags[next].Next].Start];
            if (text.Contains((byte)'<') || text.IndexOf("]]>"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads what a user typed; an end of CDATA that the writer has split between two sections is put together.</summary>
    private void ReadTyped(int data, int close)
    {
        var start = _tags[data].Start + "<![CDATA["u8.Length;
        var rest = _source[start.._tags[close].Start].TrimEnd(" \t\r\n"u8)[..^"]]>"u8.Length];
        var areSplit = AreSplit(rest);
        for (int split; areSplit && (split = rest.IndexOf("]]]]><![CDATA[>"u8)) >= 0;)
        {
            var length = split + "]]"u8.Length;
            _text.AppendCharacterData(start, length);
            start += length + "]]><![CDATA["u8.Length;
            rest = rest[(length + "]]><![CDATA["u8.Length)..];
        }

        _text.AppendCharacterData(start, rest.Length);
    }

    /// <summary>Returns whether each end of CDATA in a text is one that is split: a writer that splits them leaves none as it is.</summary>
    private static bool AreSplit(ReadOnlySpan<byte> text)
    {
        var at = 0;
        for (var end = text.IndexOf("]]>"u8); end >= 0; end = text[at..].IndexOf("]]>"u8))
        {
            at += end;
            if (at < 2 || !text[(at - 2)..].StartsWith("]]]]><![CDATA[>"u8))
            {
                return false;
            }

            at += "]]><![CDATA["u8.Length;
        }

        return true;
    }

    private void ReadPieces(int tag, int close)
    {
        var end = _tags[tag].End;
        for (var next = tag + 1; ; next = _tags[next].Next)
        {
            _text.AppendText(end, _tags[next].Start - end);
            if (next == close)
            {
                return;
            }

            end = _tags[next].End;
            if (_tags[next].Kind == XmlTagKind.Data)
            {
                var start = _tags[next].Start + "<![CDATA["u8.Length;
                _text.AppendCharacterData(start, end - "]]>"u8.Length - start);
            }
        }
    }
}
