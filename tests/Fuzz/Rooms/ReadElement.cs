using System.Text;
using System.Xml;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>An element as the framework's own reader sees it: a DOM that shares nothing with the product's.</summary>
internal sealed class ReadElement(string name)
{
    // Control characters that XML 1.0 forbids are let through, as the product does: users send them.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false
    };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(string Text, bool IsData)> _texts = [];

    public string Name { get; } = name;

    public List<ReadElement> Children { get; } = [];

    private IEnumerable<ReadElement> All => Children.SelectMany(child => child.All).Prepend(this);

    public int Count => 1 + Children.Sum(child => child.Count);

    public int Depth => 1 + Children.Select(child => child.Depth).DefaultIfEmpty().Max();

    /// <summary>
    /// Gets a value indicating whether the document may be another, in which a text that is written as it is holds the end of its CDATA.
    /// </summary>
    public bool IsDoubtful
        => All.Any(element => element._texts.Exists(text => text.IsData) && (element.Children.Count > 0 || element._texts.Count > 1))
            || All.Where(element => element._texts.Exists(text => text.IsData)).GroupBy(element => element.Name).Any(
                elements => elements.Skip(1).Any());

    /// <summary>
    /// Gets the whole text, and the part of it that no reader may drop: all but white space outside of CDATA at both ends.
    /// </summary>
    public (string Whole, Range Kept) Text
    {
        get
        {
            var whole = new StringBuilder();
            var (start, end) = (-1, 0);
            foreach (var (text, isData) in _texts)
            {
                var first = isData ? 0 : text.Length - text.TrimStart(' ', '\t', '\r', '\n').Length;
                if (first < text.Length)
                {
                    start = start < 0 ? whole.Length + first : start;
                    end = whole.Length + (isData ? text.Length : text.TrimEnd(' ', '\t', '\r', '\n').Length);
                }

                whole.Append(text);
            }

            return (whole.ToString(), start < 0 ? 0..0 : start..end);
        }
    }

    /// <summary>Reads a document; returns <see langword="null"/> when it is not well-formed, or has a DTD.</summary>
    public static ReadElement? Root(ReadOnlySpan<byte> document)
    {
        try
        {
            var text = Strict.GetString(document);
            using var reader = XmlReader.Create(new StringReader(text.StartsWith('\uFEFF') ? text[1..] : text), Settings);
            return Read(reader);
        }
        catch (Exception exception) when (exception is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static ReadElement? Read(XmlReader reader)
    {
        var top = new ReadElement("");
        var open = new Stack<ReadElement>([top]);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var element = new ReadElement(reader.Name);
                    open.Peek().Children.Add(element);
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(element);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    open.Peek()._texts.Add((reader.Value, IsData: false));
                    break;
                case XmlNodeType.CDATA:
                    open.Peek()._texts.Add((reader.Value, IsData: true));
                    break;
            }
        }

        return top.Children.FirstOrDefault();
    }
}
