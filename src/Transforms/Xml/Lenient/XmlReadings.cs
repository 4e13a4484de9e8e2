namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>Chooses, of all possible readings of a document, the one that WeChat wrote.</summary>
/// <remarks>
/// WeChat puts users' texts into CDATA unescaped. A text can therefore end its section, its element or the message, and start others.
/// WeChat's own tags are still there: before the text, and after the last end tag of its element.
/// So an element may end at any of its end tags that follow <c>]]&gt;</c>. Of all readings the one with the least doubt wins.
/// Of equal readings, the one whose elements end last wins.
/// A text that forges elements must start its own element again, because WeChat's end tag must close something.
/// The forged reading then repeats a field, and the right one does not.
/// Reading from the end visits each tag once.
/// </remarks>
/// <param name="tags">The document.</param>
/// <param name="widens">Whether an element with children may end later than in strict XML, because a text inside forged its end.</param>
internal sealed class XmlReadings(XmlTags tags, bool widens)
{
    // Names with a higher number share the last bit, which is not evaluated.
    private const int Bits = 63;

    private readonly XmlTags _tags = tags;
    private readonly Choice[] _choices = new Choice[tags.Count];

    // By name: the best end tags seen so far, and the element whose content they belong to.
    private readonly Ends[] _ends = new Ends[tags.Names.Count];

    /// <summary>Returns the chosen end tag of the element that starts at a tag.</summary>
    public int Close(int tag) => _choices[tag].Close;

    /// <summary>Chooses the reading of an element's content; returns <see langword="false"/> when the content cannot be read.</summary>
    /// <param name="first">The first tag of the content.</param>
    /// <param name="close">The element's end tag.</param>
    public bool Choose(int first, int close)
    {
        _choices[close] = new Choice { First = XmlNode.None, Order = int.MaxValue, Close = close };
        for (var tag = close - 1; tag >= first; tag--)
        {
            _choices[tag] = new Choice { Doubt = XmlDoubt.Unreadable, Close = XmlNode.None };
            switch (_tags[tag].Kind)
            {
                case XmlTagKind.Comment or XmlTagKind.Instruction or XmlTagKind.Data:
                    ReadOver(tag, close);
                    break;
                case XmlTagKind.Empty:
                    Offer(tag, tag, DoubtOf(tag, tag));
                    break;
                case XmlTagKind.Start:
                    ChooseEnd(tag, close);
                    break;
                case XmlTagKind.End:
                    NoteEnd(tag, close);
                    break;
                default:
                    break;
            }
        }

        return first <= close && _choices[first].Doubt != XmlDoubt.Unreadable;
    }

    private void ReadOver(int tag, int close)
    {
        var next = _tags[tag].Next;
        if (next > close || _choices[next].Doubt == XmlDoubt.Unreadable)
        {
            return;
        }

        var isStray = _tags[tag].Kind == XmlTagKind.Data || _tags.IsText(_tags[tag].End, _tags[next].Start);
        _choices[tag] = _choices[next] with { Doubt = _choices[next].Doubt + new XmlDoubt(Stray: isStray ? 1 : 0), Close = tag };
    }

    private void ChooseEnd(int tag, int close)
    {
        var field = _tags.Names.Field(_tags[tag].Name);
        var strict = _tags[tag].Close;
        if (strict != XmlNode.None && strict < close)
        {
            // In a field that a user fills, nothing follows the CDATA section.
            var isMixed = field.Author == XmlAuthor.User && _tags.BeginsWithData(tag) && !_tags[strict].EndsData;
            Offer(tag, strict, DoubtOf(tag, strict) + new XmlDoubt(Unlikely: isMixed ? 1 : 0));
        }

        var isText = _tags.BeginsWithData(tag);
        var mayWiden = widens && field.Author is XmlAuthor.Fields or XmlAuthor.Unknown && !_tags.IsLeaf(tag);
        if ((isText || mayWiden) && _ends[_tags[tag].Name] is var ends && ends.Of == close)
        {
            var end = isText ? ends.BehindData : ends.Any;
            if (end > tag && end != strict)
            {
                var (wrong, unlikely) = (field.Author == XmlAuthor.WeChat, field.Author == XmlAuthor.Unknown);
                Offer(tag, end, DoubtOf(tag, end) + new XmlDoubt(Wrong: wrong ? 1 : 0, Unlikely: unlikely ? 1 : 0));
            }
        }
    }

    /// <summary>Records an end tag when it is a better end than the later end tags of its name.</summary>
    private void NoteEnd(int tag, int close)
    {
        ref var ends = ref _ends[_tags[tag].Name];
        if (ends.Of != close)
        {
            ends = new Ends(close, XmlNode.None, XmlNode.None);
        }

        if (_choices[tag + 1].Doubt == XmlDoubt.Unreadable)
        {
            return;
        }

        var doubt = DoubtOf(tag, tag);
        ends = new Ends(
            close,
            _tags[tag].EndsData && IsBetter(ends.BehindData) ? tag : ends.BehindData,
            IsBetter(ends.Any) ? tag : ends.Any);

        bool IsBetter(int later) => later == XmlNode.None || doubt.CompareTo(DoubtOf(tag, later)) < 0;
    }

    /// <summary>Returns the evidence against an element that ends at an end tag, including the evidence against what follows.</summary>
    private XmlDoubt DoubtOf(int tag, int end)
    {
        ref readonly var rest = ref _choices[end + 1];
        if (rest.Doubt == XmlDoubt.Unreadable)
        {
            return XmlDoubt.Unreadable;
        }

        var name = _tags[tag].Name;
        var field = _tags.Names.Field(name);
        var isAgain = name < Bits && (rest.Names & (1UL << name)) != 0;
        var isList = rest.First == name && field.Author == XmlAuthor.Unknown;
        var isStrange = field.Order == XmlField.Unknown || field.Order > rest.Order;
        return rest.Doubt
            + new XmlDoubt(Repeated: isAgain && !isList ? 1 : 0, Stray: _tags[end].IsBeforeText ? 1 : 0, Strange: isStrange ? 1 : 0);
    }

    private void Offer(int tag, int end, XmlDoubt doubt)
    {
        ref var choice = ref _choices[tag];
        var order = choice.Close == XmlNode.None ? XmlNode.None : doubt.CompareTo(choice.Doubt);
        if (_choices[end + 1].Doubt == XmlDoubt.Unreadable || order > 0 || (order == 0 && end < choice.Close))
        {
            return;
        }

        ref readonly var rest = ref _choices[end + 1];
        var name = _tags[tag].Name;
        var place = _tags.Names.Field(name).Order;
        choice = new Choice
        {
            Doubt = doubt,
            Names = rest.Names | (1UL << Math.Min(name, Bits)),
            First = name,
            Order = place >= 0 ? Math.Min(place, rest.Order) : rest.Order,
            Close = end,
        };
    }

    /// <summary>The best reading from one tag to the end of the enclosing element.</summary>
    private struct Choice
    {
        /// <summary>The evidence against this reading.</summary>
        public XmlDoubt Doubt;

        /// <summary>One bit for each name of an element in this reading. The names beyond 63 share the last bit.</summary>
        public ulong Names;

        /// <summary>The name of its first element, or <see cref="XmlNode.None"/>.</summary>
        public int First;

        /// <summary>The lowest place of its elements in WeChat's order.</summary>
        public int Order;

        /// <summary>The end tag of the element that starts here. For anything without an end tag, the tag itself.</summary>
        public int Close;
    }

    /// <summary>The best end tags of a name within the element that ends at <see cref="Of"/>: after <c>]]&gt;</c>, and of all.</summary>
    private readonly record struct Ends(int Of, int BehindData, int Any);
}
