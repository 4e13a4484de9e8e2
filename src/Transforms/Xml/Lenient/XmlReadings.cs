namespace WxYarpGateway.Transforms.Xml.Lenient;

/// <summary>Finds which of the readings that a document allows is the one that WeChat wrote.</summary>
/// <remarks>
/// WeChat puts what users typed into CDATA as it is, so that a text may end its section, its element, the message, and begin others.
/// Whatever stands in it,
/// what WeChat wrote around it is still there: before it, and behind the last end of its element. So an element may end at any of its end
/// tags behind an
/// end of CDATA, and of all readings the one with the least doubt is taken; of equals, the one in which elements end last. A text that
/// forges elements
/// has to begin its own element again, since WeChat's end of it has to close something: that reading has a field twice, and the right one
/// has not.
/// Read from the end on, it takes one look at each tag.
/// </remarks>
/// <param name="tags">The document.</param>
/// <param name="widens">Whether an element around others may end later than it does in strict XML: a text deeper in it may end that as
/// well.</param>
internal sealed class XmlReadings(XmlTags tags, bool widens)
{
    // All that have a higher number share a bit, which says nothing.
    private const int Bits = 63;

    private readonly XmlTags _tags = tags;
    private readonly Choice[] _choices = new Choice[tags.Count];

    // By name: the best end of an element behind CDATA, the best end of any, and of which element's content that was told.
    private readonly Ends[] _ends = new Ends[tags.Names.Count];

    /// <summary>Returns the end tag that closes the element which begins at a tag, as last chosen.</summary>
    public int Close(int tag) => _choices[tag].Close;

    /// <summary>Chooses how the content of an element is read; returns <see langword="false"/> when it cannot be.</summary>
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
            // Text behind CDATA is for others than users: what they type ends with the section that it is in.
            var isMixed = field.Author == XmlAuthor.User && _tags.BeginsWithData(tag) && !_tags[strict].EndsData;
            Offer(tag, strict, DoubtOf(tag, strict) + new XmlDoubt(Unlikely: isMixed ? 1 : 0));
        }

        var isText = _tags.BeginsWithData(tag);
        var mayWiden = widens && field.Author is XmlAuthor.Fields or XmlAuthor.Somebody && !_tags.IsLeaf(tag);
        if ((isText || mayWiden) && _ends[_tags[tag].Name] is var ends && ends.Of == close)
        {
            var end = isText ? ends.BehindData : ends.Any;
            if (end > tag && end != strict)
            {
                var (wrong, unlikely) = (field.Author == XmlAuthor.WeChat, field.Author == XmlAuthor.Somebody);
                Offer(tag, end, DoubtOf(tag, end) + new XmlDoubt(Wrong: wrong ? 1 : 0, Unlikely: unlikely ? 1 : 0));
            }
        }
    }

    /// <summary>Notes where an element may end, if that is better than the ends behind it.</summary>
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

    /// <summary>Returns what speaks against an element of a tag's name that ends at an end tag, all that follows it counted.</summary>
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
        var isList = rest.First == name && field.Author == XmlAuthor.Somebody;
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

    /// <summary>How a document is best read from one tag on, as far as the end of the element around it.</summary>
    private struct Choice
    {
        /// <summary>What speaks against that reading.</summary>
        public XmlDoubt Doubt;

        /// <summary>One bit for each name that an element has in it; the last bit stands for all that are left over.</summary>
        public ulong Names;

        /// <summary>The name of its first element; or <see cref="XmlNode.None"/>.</summary>
        public int First;

        /// <summary>The least place of its elements, of those that have one.</summary>
        public int Order;

        /// <summary>The end tag that closes the element which begins here; the tag itself for one that needs none.</summary>
        public int Close;
    }

    /// <summary>Where an element may end within the element that ends at <see cref="Of"/>.</summary>
    private readonly record struct Ends(int Of, int BehindData, int Any);
}
