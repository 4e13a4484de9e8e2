using System.Text;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Tests.Xml;

/// <summary>Compares our parser with the framework's: every document that XmlReader accepts, ours accepts with the same content.</summary>
public sealed class XmlTableAgainstXmlReaderTests
{
    private const int None = WxYarpGateway.Transforms.Xml.XmlNode.None;

    // Valid and invalid pieces of documents. Random sequences of them reach more cases than random bytes.
    private static readonly string[] Pieces =
    [
        "<xml>", "</xml>", "<a>", "</a>", "<b>", "</b>", "<item>", "</item>", "<a/>", "<b />", "<a x='1'>", "<a x=\"&gt;\" y='2'/>",
        "text", " ", "\n", "\r\n", "\r", "]]", "]", "你好", "\U0001F600",
        "<![CDATA[", "]]>", "<![CDATA[x]]>", "<![CDATA[ ]]>", "<![CDATA[]]]]><![CDATA[>]]>",
        "&lt;", "&gt;", "&amp;", "&#65;", "&#x4e2d;", "&", ";", "&none;",
        "<!--", "-->", "<!-- c -->", "<?p x?>", "<?", "?>", "<!DOCTYPE a>", "<", ">", "/", "=", "'", "\"",
    ];

    [Fact]
    public void It_takes_and_reads_what_XmlReader_takes_and_reads()
    {
        var documents = Gen.Elements(Pieces).ArrayOf().Select(pieces => "<xml>" + string.Concat(pieces) + "</xml>");

        Prop.ForAll(documents.ToArbitrary(), Agrees).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(24));
    }

    [Fact]
    public void It_reads_every_well_formed_document_as_XmlReader_does()
    {
        Prop.ForAll(Gen.Sized(size => Element(Math.Min(size, 5))).ToArbitrary(), document => Read(document) is not null && Agrees(document))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(8));
    }

    [Fact]
    public void Text_between_two_texts_of_one_name_may_be_a_users()
        => Assert.True(Agrees("<xml><b><![CDATA[x]]></b>y<b><![CDATA[z]]></b></xml>"));

    [Fact]
    public void Bytes_of_any_kind_end_in_a_table_or_in_a_refusal()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            using var table = XmlTable.Parse(bytes);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(200));
    }

    [Theory]
    [InlineData("<a>]]></a>", true)]
    [InlineData("<a><![CDATA[]]>]]></a>", true)]
    [InlineData("<a><!--<![CDATA[-->]]></a>", true)]
    [InlineData("<a><![CDATA[]]]]><![CDATA[>]]></a>", false)]
    [InlineData("<a><!--]]>--><?p ]]>?></a>", false)]
    public void It_knows_where_the_two_differ(string document, bool hasEnd)
    {
        Assert.Equal(hasEnd, HasCharacterDataEndInText(document));
        Assert.NotEqual(hasEnd, Read(document) is not null);
    }

    private static Gen<string> Element(int depth)
    {
        var name = Gen.Elements("a", "b", "item", "名", "_x.y-z");
        var text = Gen.Elements(
            "text", " ", "\n", "\r\n", "x > y", "&lt;&amp;", "&#65;&#x4e2d;",
            "<![CDATA[ x ]]>", "<![CDATA[]]>", "<![CDATA[<a>&]]>", "<!-- c -->", "<?p?>");
        var content = depth == 0 ? text : Gen.Frequency((2, text), (3, Gen.Choose(0, depth - 1).SelectMany(Element)));
        return from tag in name
               from contents in content.ListOf().Select(pieces => string.Concat(pieces))
               from attributes in Gen.Elements("", " k='v'", " k = \"&gt;\" l='2'")
               select contents.Length == 0 ? $"<{tag}{attributes}/>" : $"<{tag}{attributes}>{contents}</{tag} >";
    }

    private static bool Agrees(string document)
    {
        // Our parser may accept what XmlReader refuses, so that a message is not refused for a user's text.
        if (HasCharacterDataEndInText(document) || Read(document) is not { } theirs || IsDoubtful(theirs))
        {
            return true;
        }

        using var ours = XmlTable.Parse(Encoding.UTF8.GetBytes(document));
        return ours is not null && Same(ours, 0, theirs);
    }

    /// <summary>
    /// Returns whether a text with <c>]]&gt;</c> in it may have forged elements. Our parser then reads the text, not the elements.
    /// </summary>
    private static bool IsDoubtful(XElement root)
        => root.DescendantsAndSelf().Any(element => element.HasElements
            && (element.Nodes().Any(node => node is XCData)
                || element.Elements().Where(HasCharacterData).GroupBy(child => child.Name).Any(AreApart)));

    /// <summary>Returns whether other elements, or text, are between children of one name.</summary>
    private static bool AreApart(IGrouping<XName, XElement> children)
    {
        var before = children.Last().NodesBeforeSelf().Reverse()
            .Where(node => node is XElement || (node is XText text && !string.IsNullOrWhiteSpace(text.Value)))
            .TakeWhile(node => node is XElement element && element.Name == children.Key);
        return children.Count() > before.Count() + 1;
    }

    private static bool HasCharacterData(XElement element) => element.DescendantNodes().Any(node => node is XCData);

    private static XElement? Read(string document)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using var reader = XmlReader.Create(new StringReader(document), settings);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static bool Same(XmlTable ours, int element, XElement theirs)
    {
        var names = theirs.Elements().GroupBy(child => child.Name.LocalName).ToList();
        if (names.Count == 0)
        {
            return Encoding.UTF8.GetString(ours.Text(element)) == TextOf(theirs);
        }

        var head = ours[element].FirstChild;
        foreach (var name in names)
        {
            if (head == None || Encoding.UTF8.GetString(ours.Name(head)) != name.Key)
            {
                return false;
            }

            var child = head;
            foreach (var expected in name)
            {
                if (child == None || !Same(ours, child, expected))
                {
                    return false;
                }

                child = ours[child].NextSame;
            }

            if (child != None)
            {
                return false;
            }

            head = ours[head].NextName;
        }

        return head == None;
    }

    /// <summary>Returns the text without white space at both ends, except white space in CDATA.</summary>
    private static string TextOf(XElement element)
    {
        var texts = element.Nodes().OfType<XText>()
            .Select(text => (text.Value, IsData: text is XCData))
            .Where(text => text.Value.Length > 0)
            .ToList();
        var joined = string.Concat(texts.Select(text => text.Value));
        var kept = texts.Select((text, index) => (Text: text, Start: texts.Take(index).Sum(before => before.Value.Length))).ToList();
        var start = kept.SelectMany(piece => Kept(piece.Text, piece.Start)).DefaultIfEmpty(-1).Min();
        var end = kept.SelectMany(piece => Kept(piece.Text, piece.Start)).DefaultIfEmpty(-1).Max();
        return start < 0 ? "" : joined[start..(end + 1)];
    }

    private static IEnumerable<int> Kept((string Value, bool IsData) text, int start)
        => Enumerable.Range(0, text.Value.Length)
            .Where(index => text.IsData || text.Value[index] is not (' ' or '\t' or '\r' or '\n'))
            .Select(index => start + index);

    /// <summary>Returns whether <c>]]&gt;</c> occurs in plain text, outside of CDATA, comments and instructions.</summary>
    private static bool HasCharacterDataEndInText(string document)
    {
        (string Start, string End)[] others = [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")];
        for (var at = 0; at < document.Length; at++)
        {
            if (string.CompareOrdinal(document, at, "]]>", 0, 3) == 0)
            {
                return true;
            }

            var section = others.FirstOrDefault(other => string.CompareOrdinal(document, at, other.Start, 0, other.Start.Length) == 0);
            if (section is { End: { } end, Start: var start })
            {
                var found = document.IndexOf(end, at + start.Length, StringComparison.Ordinal);
                at = found < 0 ? document.Length : found + end.Length - 1;
            }
        }

        return false;
    }
}
