namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>Reads a document that is not strict XML, or in which a user's text may have forged elements.</summary>
internal ref struct XmlLenientParser(XmlTable table, ReadOnlyMemory<byte> source)
{
    // The deepest level of users' texts, including the root. WeChat's own messages have three levels. Deeper elements are read strictly.
    private const int DeepestTyped = 5;

    private readonly XmlTable _table = table;
    private readonly ReadOnlySpan<byte> _source = source.Span;
    private readonly XmlTags _tags = XmlTags.Of(source);
    private XmlReadings? _readings;
    private XmlText _text = new(table, source.Span);

    /// <summary>
    /// Reads the whole document; returns <see langword="false"/> when it cannot be read, has a DTD, or exceeds <see cref="XmlLimits"/>.
    /// </summary>
    public bool Parse()
    {
        if (!_tags.TryFindRoot(out var root, out var close))
        {
            return false;
        }

        // Ends are chosen before contents are read. If a content cannot be read up to its chosen end, try the strict ends.
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

    /// <summary>Returns whether everything from the start of an element's first CDATA to its last <c>]]&gt;</c> is one text.</summary>
    private readonly bool IsTyped(int tag, int close)
        => _tags.BeginsWithData(tag) && _tags[close].EndsData
            && (close != _tags[tag].Close
                || !_tags.IsLeaf(tag)
                || _tags.Names.Field(_tags[tag].Name).Author == XmlAuthor.User
                || HasMarkupInText(tag, close));

    /// <summary>Returns whether the text between an element's sections has markup that no XML writer leaves unescaped.</summary>
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

    /// <summary>Reads a user's text. Where the writer split <c>]]&gt;</c> between two sections, its parts are joined.</summary>
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

    /// <summary>Returns whether every <c>]]&gt;</c> in a text is split between sections. A writer that splits them splits all.</summary>
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
