using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Tests.Xml;

/// <summary>The parser reads elements that are written as usual in a short way. It must not be told by the result.</summary>
public sealed class XmlLeafTests
{
    // What is usual, and what is nearly so.
    private static readonly string[] Pieces =
    [
        "<a>x</a>", "<b><![CDATA[x]]></b>", "<c></c>", "<d><![CDATA[]]></d>", "<a> x y </a>", "<item>1</item>", "<f_1>1</f_1>",
        "<F2>1</F2>", "<a>x</b>", "<a>x</a >", "<a >x</a>", "<a>x</ab>", "<ab>x</a>", "<a>x</a", "<a><![CDATA[x]]> </a>",
        "<a> <![CDATA[x]]></a>", "<a><![CDATA[x]]>y</a>", "<a><![CDATA[x\r\ny]]></a>", "<a>x\ry</a>", "<a>&amp;</a>", "<a>]]></a>",
        "<a>]</a>", "<1>x</1>", "<_>x</_>", "<-a>x</-a>", "<a.b>x</a.b>", "<n:a>x</n:a>", "<名>x</名>", "<a><![CDATA[x]]]></a>",
        "<a><![CDATA[x]]></b><![CDATA[]]></a>", "<a><b>x</b></a>", "<a>", "</a>", "<b>", "</b>", "text", " \n ", "<![CDATA[", "]]>",
        "<!-- -->", "<?p?>", "<", ">", "&", "你好", "\0",
    ];

    [Fact]
    public void Both_ways_read_every_document_alike()
        => Prop.ForAll(
            Gen.Elements(Pieces).ArrayOf().Select(pieces => "<xml>" + string.Concat(pieces) + "</xml>").ToArbitrary(),
            document => AreAlike(Encoding.UTF8.GetBytes(document))).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(20));

    [Fact]
    public void Both_ways_read_what_is_cut_anywhere_alike()
    {
        foreach (var piece in Pieces)
        {
            var document = Encoding.UTF8.GetBytes($"<xml>{piece}<b><![CDATA[y]]></b>{piece}</xml>");
            for (var length = 0; length <= document.Length; length++)
            {
                Assert.True(AreAlike(document[..length]));
            }
        }
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void The_limit_of_depth_holds_for_leaves(int depth, bool isTaken)
    {
        var document = string.Concat(Enumerable.Repeat("<a>", depth)) + "<b>x</b>" + string.Concat(Enumerable.Repeat("</a>", depth));

        Assert.True(AreAlike(Encoding.UTF8.GetBytes(document)));
        using var table = XmlTable.Parse(Encoding.UTF8.GetBytes(document));
        Assert.Equal(isTaken, table is not null);
    }

    [Theory]
    [InlineData(4095, true)]
    [InlineData(4096, false)]
    public void The_limit_of_elements_holds_for_leaves(int leaves, bool isTaken)
    {
        var document = "<xml>" + string.Concat(Enumerable.Range(0, leaves).Select(number => $"<a{number}>x</a{number}>")) + "</xml>";

        using var table = XmlTable.Parse(Encoding.UTF8.GetBytes(document));
        Assert.Equal(isTaken, table is not null);
    }

    [Fact]
    public void Names_of_every_length_are_told_apart()
    {
        var names = Enumerable.Range(1, 40).SelectMany(length => Enumerable.Range(0, length)
            .Select(at => new string('a', at) + "b" + new string('a', length - at - 1))).ToArray();
        var document = "<xml>" + string.Concat(names.Select(name => $"<{name}>{name}</{name}>")) + "</xml>";

        using var table = XmlTable.Parse(Encoding.UTF8.GetBytes(document));

        Assert.NotNull(table);
        Assert.All(names, name => Assert.Equal(name, Encoding.UTF8.GetString(table.ChildText(0, Encoding.UTF8.GetBytes(name)))));
        Assert.All(Enumerable.Range(1, names.Length), node => Assert.Equal(-1, table[node].NextSame));
    }

    private static bool AreAlike(byte[] document)
    {
        using var shortWay = XmlTable.Parse(document);
        using var longWay = XmlTable.Parse(document, readsLeaves: false);
        return Written(shortWay) == Written(longWay);
    }

    private static string? Written(XmlTable? table)
    {
        if (table is null)
        {
            return null;
        }

        var written = new StringBuilder();
        for (var node = 0; node < table.Count; node++)
        {
            ref var entry = ref table[node];
            written.AppendLine(
                $"{Encoding.UTF8.GetString(table.Name(node))}={Encoding.UTF8.GetString(table.Text(node))} {entry.HasCharacterData} "
                + $"{entry.FirstChild} {entry.LastChild} {entry.NextName} {entry.NextSame} {entry.LastSame}");
        }

        return written.ToString();
    }
}
