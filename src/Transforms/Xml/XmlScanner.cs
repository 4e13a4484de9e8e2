using System.Buffers;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>Reads white space, names and tags.</summary>
internal ref struct XmlScanner(ReadOnlySpan<byte> source)
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> NameEnd = SearchValues.Create(" \t\r\n/>="u8);
    private static readonly SearchValues<byte> NameForbidden = SearchValues.Create("<&\"'!?#$%()*+,;@[\\]^`{|}~"u8);

    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>Gets or sets the position of the next byte.</summary>
    public int Position { get; set; }

    /// <summary>Gets a value indicating whether all bytes are read.</summary>
    public readonly bool IsAtEnd => Position >= _source.Length;

    /// <summary>Returns whether the next bytes are the given ones.</summary>
    public readonly bool At(ReadOnlySpan<byte> expected) => _source[Position..].StartsWith(expected);

    /// <summary>Returns whether a byte may start a name. Every byte beyond ASCII may.</summary>
    public static bool IsNameStart(byte first)
        => char.IsAsciiLetter((char)first) || first is (byte)'_' or (byte)':' or > 0x7F;

    /// <summary>Skips white space; returns whether there was any.</summary>
    public bool SkipWhiteSpace()
    {
        var rest = _source[Position..];
        var length = rest.IndexOfAnyExcept(WhiteSpace);
        length = length < 0 ? rest.Length : length;
        Position += length;
        return length > 0;
    }

    /// <summary>Skips everything up to and including the given bytes; returns <see langword="false"/> when they do not occur.</summary>
    public bool SkipPast(ReadOnlySpan<byte> end)
    {
        var length = _source[Position..].IndexOf(end);
        Position += length + end.Length;
        return length >= 0;
    }

    /// <summary>Reads a start tag and skips its attributes; returns <see langword="false"/> when there is no valid start tag.</summary>
    public bool ReadStartTag(out int nameStart, out int nameLength, out bool isEmpty)
    {
        isEmpty = false;
        Position++;
        if (!ReadName(out nameStart, out nameLength))
        {
            return false;
        }

        while (true)
        {
            var spaced = SkipWhiteSpace();
            if (At(">"u8))
            {
                Position++;
                return true;
            }

            if (At("/>"u8))
            {
                Position += 2;
                isEmpty = true;
                return true;
            }

            if (!spaced || !SkipAttribute())
            {
                return false;
            }
        }
    }

    /// <summary>Reads an end tag; returns <see langword="false"/> when there is no valid end tag.</summary>
    public bool ReadEndTag(out int nameStart, out int nameLength)
    {
        Position += 2;
        if (!ReadName(out nameStart, out nameLength))
        {
            return false;
        }

        SkipWhiteSpace();
        var isClosed = At(">"u8);
        Position++;
        return isClosed;
    }

    private bool ReadName(out int start, out int length)
    {
        start = Position;
        length = _source[Position..].IndexOfAny(NameEnd);
        if (length <= 0)
        {
            return false;
        }

        var name = _source.Slice(start, length);
        Position += length;
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

        Position++;
        SkipWhiteSpace();
        if (!At("\""u8) && !At("'"u8))
        {
            return false;
        }

        var quote = _source[Position++];
        var value = _source[Position..];
        var end = value.IndexOf(quote);
        if (end < 0 || value[..end].Contains((byte)'<'))
        {
            return false;
        }

        Position += end + 1;
        return true;
    }
}
