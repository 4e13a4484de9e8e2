using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>Finds all tags of a document. Some of them may be part of a user's text; <see cref="XmlReadings"/> decides that.</summary>
internal sealed class XmlTags
{
    private readonly ReadOnlyMemory<byte> _source;
    private readonly XmlTag[] _tags;
    private int _count;

    private XmlTags(ReadOnlyMemory<byte> source)
    {
        _source = source;
        _tags = new XmlTag[CountOf(source.Span)];
        Names = new XmlNames(_tags.Length);
        Find();
        Join();
    }

    /// <summary>Gets the names of the elements.</summary>
    public XmlNames Names { get; }

    /// <summary>Gets the number of tags.</summary>
    public int Count => _count;

    /// <summary>Returns a tag.</summary>
    public ref readonly XmlTag this[int tag] => ref _tags[tag];

    /// <summary>Finds the tags of a document.</summary>
    public static XmlTags Of(ReadOnlyMemory<byte> source) => new(source);

    /// <summary>Returns the position of a tag's name.</summary>
    public int NameStart(int tag) => _tags[tag].Start + "<".Length;

    /// <summary>Returns the length of a tag's name in bytes.</summary>
    public int NameLength(int tag) => Names.LengthOf(_tags[tag].Name);

    /// <summary>Returns whether an element starts with a CDATA section, white space ignored.</summary>
    public bool BeginsWithData(int tag)
        => tag + 1 < _count && _tags[tag + 1].Kind == XmlTagKind.Data && !_tags[tag].IsBeforeText;

    /// <summary>Returns whether an element, read strictly, contains no elements.</summary>
    public bool IsLeaf(int tag) => _tags[tag].Close != XmlNode.None && !_tags[tag].HasElements;

    /// <summary>Returns whether text other than white space is between two positions.</summary>
    public bool IsText(int end, int start) => !_source.Span[end..start].Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>
    /// Finds the start tag and the last end tag of the root; returns <see langword="false"/> when there is no root, or other content around
    /// it.
    /// </summary>
    public bool TryFindRoot(out int root, out int close)
    {
        var end = ByteOrderMark.LengthIn(_source.Span);
        (root, close) = (0, XmlNode.None);
        while (root < _count && !IsText(end, _tags[root].Start))
        {
            if (_tags[root].Kind == XmlTagKind.Start)
            {
                return TryFindClose(root, out close);
            }

            if (_tags[root].Kind is not (XmlTagKind.Comment or XmlTagKind.Instruction))
            {
                return false;
            }

            end = _tags[root].End;
            root = _tags[root].Next;
        }

        return false;
    }

    /// <summary>
    /// Finds the last end tag of the root. It is WeChat's own, because users' texts precede it. No element may follow it.
    /// </summary>
    private bool TryFindClose(int root, out int close)
    {
        for (close = _count - 1; close > root; close--)
        {
            if (_tags[close].Kind is not (XmlTagKind.Comment or XmlTagKind.Instruction))
            {
                return _tags[close].Kind == XmlTagKind.End && _tags[close].Name == _tags[root].Name;
            }
        }

        return false;
    }

    private static bool IsTag(ReadOnlySpan<byte> text)
        => text.Length > 1 && (text[1] is (byte)'/' or (byte)'!' or (byte)'?' || XmlScanner.IsNameStart(text[1]));

    private static int CountOf(ReadOnlySpan<byte> source)
    {
        var count = 0;
        for (var at = Next(source, 0); at >= 0; at = Next(source, at + 1))
        {
            count++;
        }

        return count;
    }

    private static int Next(ReadOnlySpan<byte> source, int from)
    {
        while (true)
        {
            var length = source[from..].IndexOf((byte)'<');
            if (length < 0)
            {
                return length;
            }

            from += length;
            if (IsTag(source[from..]))
            {
                return from;
            }

            from++;
        }
    }

    private void Find()
    {
        var source = _source.Span;
        for (var at = Next(source, 0); at >= 0;)
        {
            var next = Next(source, at + 1);
            var segment = source[at..(next < 0 ? source.Length : next)];
            if (TryRead(segment, at, out var tag))
            {
                _tags[_count++] = tag;
            }

            at = next;
        }
    }

    /// <summary>Reads one tag, up to the next <c>&lt;</c>; returns <see langword="false"/> when it is text.</summary>
    private bool TryRead(ReadOnlySpan<byte> segment, int at, out XmlTag tag)
    {
        tag = new XmlTag { Start = at, Name = XmlNode.None, Close = XmlNode.None, Parent = XmlNode.None };
        if (segment[1] is (byte)'!' or (byte)'?')
        {
            tag.Kind = segment[1] == (byte)'?' ? XmlTagKind.Instruction
                : segment.StartsWith("<![CDATA["u8) ? XmlTagKind.Data
                : segment.StartsWith("<!--"u8) ? XmlTagKind.Comment
                : XmlTagKind.Broken;
            return true;
        }

        var scanner = new XmlScanner(segment);
        var isEnd = segment[1] == (byte)'/';
        var isEmpty = false;
        if (!(isEnd ? scanner.ReadEndTag(out var start, out var length) : scanner.ReadStartTag(out start, out length, out isEmpty)))
        {
            return false;
        }

        tag.Kind = isEnd ? XmlTagKind.End : isEmpty ? XmlTagKind.Empty : XmlTagKind.Start;
        tag.Name = Names.NumberOf(_source.Span, at + start, length);
        tag.End = at + scanner.Position;
        return true;
    }

    /// <summary>Finds the ends of sections and the strict end tags of elements, from the end of the document.</summary>
    private void Join()
    {
        var (data, comment, instruction) = (XmlNode.None, XmlNode.None, XmlNode.None);
        for (var index = _count - 1; index >= 0; index--)
        {
            ref var tag = ref _tags[index];
            var next = index + 1 < _count ? _tags[index + 1].Start : _source.Length;
            switch (tag.Kind)
            {
                case XmlTagKind.Data:
                    EndSection(ref tag, index, next, "<![CDATA[".Length, "]]>"u8, data);
                    break;
                case XmlTagKind.Comment:
                    EndSection(ref tag, index, next, "<!--".Length, "-->"u8, comment);
                    break;
                case XmlTagKind.Instruction:
                    EndSection(ref tag, index, next, "<?".Length, "?>"u8, instruction);
                    break;
                case XmlTagKind.Broken:
                    break;
                default:
                    tag.Next = index + 1;
                    tag.IsBeforeText = IsText(tag.End, next);
                    break;
            }

            JoinElements(ref tag, index);
            data = FirstOr(data, "]]>"u8, tag.Start, next);
            comment = FirstOr(comment, "-->"u8, tag.Start, next);
            instruction = FirstOr(instruction, "?>"u8, tag.Start, next);
        }
    }

    private void JoinElements(ref XmlTag tag, int index)
    {
        switch (tag.Kind)
        {
            case XmlTagKind.End:
                tag.Parent = index;
                tag.EndsData = _source.Span[..tag.Start].TrimEnd(" \t\r\n"u8).EndsWith("]]>"u8);
                return;
            case XmlTagKind.Start when index + 1 < _count
                && _tags[index + 1].Parent is var close && close != XmlNode.None && _tags[close].Name == tag.Name:
                tag.Close = close;
                tag.HasElements = LeadsToElements(index + 1);
                tag.Parent = close + 1 < _count ? _tags[close + 1].Parent : XmlNode.None;
                return;
            case XmlTagKind.Start or XmlTagKind.Broken:
                return;
            default:
                tag.Parent = tag.Next < _count ? _tags[tag.Next].Parent : XmlNode.None;
                tag.HasElements = tag.Kind != XmlTagKind.Empty && tag.Next < _count && LeadsToElements(tag.Next);
                return;
        }
    }

    private bool LeadsToElements(int index) => _tags[index].Kind switch
    {
        XmlTagKind.Start or XmlTagKind.Empty => true,
        XmlTagKind.End => false,
        _ => _tags[index].HasElements,
    };

    private void EndSection(ref XmlTag tag, int index, int next, int opening, ReadOnlySpan<byte> closing, int later)
    {
        var from = Math.Min(tag.Start + opening, next);
        var length = _source.Span[from..next].IndexOf(closing);
        var end = length >= 0 ? from + length : later;
        if (end == XmlNode.None)
        {
            tag.Kind = XmlTagKind.Broken;
            return;
        }

        tag.End = end + closing.Length;
        tag.Next = length >= 0 ? index + 1 : FirstBehind(index + 1, tag.End);
    }

    private int FirstBehind(int low, int position)
    {
        var high = _count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _tags[middle].Start < position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int FirstOr(int later, ReadOnlySpan<byte> closing, int start, int end)
    {
        var length = _source.Span[start..end].IndexOf(closing);
        return length < 0 ? later : start + length;
    }
}
