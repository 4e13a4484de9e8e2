using System.Buffers;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Collects the text of the current element from its pieces: plain text, CDATA, text between comments.</summary>
/// <remarks>
/// White space around the text is dropped unless it is in CDATA, because WeChat's samples put blanks around CDATA.
/// A text of one piece that needs no decoding is not copied: the node points into the source.
/// </remarks>
internal ref struct XmlText(XmlTable table, ReadOnlySpan<byte> source)
{
    private static readonly SearchValues<byte> NeedsDecoding = SearchValues.Create("&\r"u8);

    private readonly XmlTable _table = table;
    private readonly ReadOnlySpan<byte> _source = source;

    private int _start;
    private int _length;
    private bool _isDecoded;
    private int _pieces;

    // The length without white space at the end of plain text. That white space counts only if more text follows.
    private int _keptLength;

    /// <summary>Gets a value indicating whether the text includes a CDATA section.</summary>
    public bool HasCharacterData { get; private set; }

    /// <summary>Gets a value indicating whether <c>]]&gt;</c> occurred in plain text, of this element or an earlier one.</summary>
    public bool HasStrayEnd { get; private set; }

    /// <summary>Gets a value indicating whether the text has several pieces.</summary>
    public readonly bool HasPieces => _pieces > 1;

    /// <summary>Drops the collected text, because another element starts or ends.</summary>
    public void Forget()
    {
        _length = 0;
        _keptLength = 0;
        _isDecoded = false;
        _pieces = 0;
        HasCharacterData = false;
    }

    /// <summary>Stores the collected text in an element.</summary>
    public readonly void Store(int element)
    {
        ref var node = ref _table[element];
        node.TextStart = _start;
        node.TextLength = _keptLength;
        node.TextIsDecoded = _isDecoded;
    }

    /// <summary>Appends the content of a CDATA section, with its white space.</summary>
    public void AppendCharacterData(int start, int length)
    {
        HasCharacterData = true;
        _pieces++;
        if (length == 0)
        {
            return;
        }

        if (_length == 0 && !_source.Slice(start, length).Contains((byte)'\r'))
        {
            _start = start;
            _length = length;
        }
        else
        {
            Append(_source.Slice(start, length), resolveReferences: false);
        }

        _keptLength = _length;
    }

    /// <summary>Appends plain text.</summary>
    public void AppendText(int start, int length)
    {
        var text = _source.Slice(start, length);
        if (_length == 0)
        {
            var trimmed = text.TrimStart(" \t\r\n"u8);
            start += text.Length - trimmed.Length;
            text = trimmed;
        }

        if (text.IsEmpty)
        {
            return;
        }

        HasStrayEnd = HasStrayEnd || text.IndexOf("]]>"u8) >= 0;
        if (_length == 0 && !text.ContainsAny(NeedsDecoding))
        {
            _start = start;
            _length = text.Length;
        }
        else
        {
            Append(text, resolveReferences: true);
        }

        var whiteSpace = text.Length - text.TrimEnd(" \t\r\n"u8).Length;
        if (whiteSpace < text.Length)
        {
            // Decoding shortens line ends, so white space is counted after decoding.
            var gathered = Gathered;
            _keptLength = gathered.TrimEnd(" \t\r\n"u8).Length;
            _pieces++;
        }
    }

    private readonly ReadOnlySpan<byte> Gathered => _isDecoded ? _table.Decoded(_start, _length) : _source.Slice(_start, _length);

    private void Append(ReadOnlySpan<byte> text, bool resolveReferences)
    {
        if (!_isDecoded)
        {
            MoveToDecoded();
        }

        // Decoded text is never longer than its source.
        var room = _table.Decoded(_start + _length, text.Length);
        _length += Decode(text, room, resolveReferences);
        _table.DecodedLength = _start + _length;
    }

    private void MoveToDecoded()
    {
        var soFar = _source.Slice(_start, _length);
        _start = _table.DecodedLength;
        soFar.CopyTo(_table.Decoded(_start, soFar.Length));
        _table.DecodedLength = _start + soFar.Length;
        _isDecoded = true;
    }

    private static int Decode(ReadOnlySpan<byte> text, Span<byte> destination, bool resolveReferences)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(NeedsDecoding);
            plain = plain < 0 ? text.Length : plain;
            text[..plain].CopyTo(destination[written..]);
            written += plain;
            text = text[plain..];
            if (text.IsEmpty)
            {
                break;
            }

            if (text[0] == (byte)'\r')
            {
                // XML 1.0, 2.11: every line end is read as a line feed.
                destination[written++] = (byte)'\n';
                text = text[(text.StartsWith("\r\n"u8) ? 2 : 1)..];
            }
            else if (resolveReferences && XmlReference.TryRead(text, out var rune, out var length))
            {
                written += rune.EncodeToUtf8(destination[written..]);
                text = text[length..];
            }
            else
            {
                // An ampersand without a reference is text that a user typed.
                destination[written++] = (byte)'&';
                text = text[1..];
            }
        }

        return written;
    }
}
