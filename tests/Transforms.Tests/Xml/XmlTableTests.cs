using System.Text;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Tests.Xml;

public sealed class XmlTableTests
{
    [Theory]
    [InlineData("<a>x</a>", "x")]
    [InlineData("<a><![CDATA[x]]></a>", "x")]
    [InlineData("<a> <![CDATA[ x ]]> \n</a>", " x ")]
    [InlineData("<a>  x  </a>", "x")]
    [InlineData("<a>  x  y  </a>", "x  y")]
    [InlineData("<a>x <![CDATA[y]]> z</a>", "x y z")]
    [InlineData("<a>x<!-- and -->y</a>", "xy")]
    [InlineData("<a><![CDATA[a]]><![CDATA[b]]></a>", "ab")]
    [InlineData("<a><![CDATA[a]]]]><![CDATA[>b]]></a>", "a]]>b")]
    [InlineData("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<>&\"'")]
    [InlineData("<a>&#65;&#x42;&#x1F600;</a>", "AB\U0001F600")]
    [InlineData("<a><![CDATA[&lt;]]></a>", "&lt;")]
    [InlineData("<a><![CDATA[&\r\n]]>&amp;</a>", "&\n&")]
    [InlineData("<a>x\r\ny\rz</a>", "x\ny\nz")]
    [InlineData("<a><![CDATA[x\r\ny]]></a>", "x\ny")]
    [InlineData("<a/>", "")]
    [InlineData("<a />", "")]
    [InlineData("<a></a >", "")]
    [InlineData("<a> </a>", "")]
    [InlineData("<a><![CDATA[]]></a>", "")]
    [InlineData("<a b='1' c=\"x>y\">t</a>", "t")]
    [InlineData("\uFEFF<?xml version='1.0'?><!-- c --><a>x</a><!-- d --> <?p?>", "x")]
    [InlineData("<名>你好</名>", "你好")]
    [InlineData("<a>\u0008</a>", "\u0008")]
    [InlineData("<a><![CDATA[<b>no element</b>]]></a>", "<b>no element</b>")]
    [InlineData("<a>a > b ]]></a>", "a > b ]]>")]
    [InlineData("<a>&unknown; &LT; &amp</a>", "&unknown; &LT; &amp")]
    [InlineData("<a>&&&lt;&#65</a>", "&&<&#65")]
    [InlineData("<a>&#2;&#0;&#xD800;&#x110000;&#99999999999;</a>", "\u0002\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("<a>&#;&#x;&#-1;&#xg;&#X41;</a>", "&#;&#x;&#-1;&#xg;&#X41;")]
    [InlineData("<a>1 < 2 << 3 <= 4 <</a>", "1 < 2 << 3 <= 4 <")]
    [InlineData("<a>x<!-- a -- b -->y</a>", "xy")]
    [InlineData("<a>x</a>\0\0", "x")]
    [InlineData("<a>x</a> and so on", "x")]
    public void The_text_of_an_element_is_its_pieces_without_the_white_space_around(string xml, string text)
    {
        using var table = Parse(xml);

        Assert.NotNull(table);
        Assert.Equal(text, Encoding.UTF8.GetString(table.Text(0)));
        Assert.Equal(text, Encoding.UTF8.GetString(table.TextMemory(0).Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("<")]
    [InlineData("<a")]
    [InlineData("<a>")]
    [InlineData("</a>")]
    [InlineData("<a></b>")]
    [InlineData("<a></aa>")]
    [InlineData("<aa></a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>x")]
    [InlineData("x<a/>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a><![CDATA[x</a>")]
    [InlineData("<![CDATA[x]]>")]
    [InlineData("<a><!-- x</a>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>")]
    [InlineData("<?xml version='1.0'?>\n<!DOCTYPE a []><a/>")]
    [InlineData("<a><!DOCTYPE b></a>")]
    [InlineData("<a><!ENTITY b 'c'></a>")]
    [InlineData("<a b></a>")]
    [InlineData("<a b=c></a>")]
    [InlineData("<a b='<'></a>")]
    [InlineData("<a b='1'c='2'></a>")]
    [InlineData("<a b='1></a>")]
    [InlineData("< a></a>")]
    [InlineData("<1a></1a>")]
    [InlineData("<-a></-a>")]
    [InlineData("<a&b></a&b>")]
    [InlineData("<a\u0001/>")]
    [InlineData("<?xml")]
    [InlineData("{\"a\":1}")]
    public void What_is_not_well_formed_or_has_a_DTD_is_refused(string xml)
    {
        using var table = Parse(xml);

        Assert.Null(table);
    }

    [Theory]
    [InlineData("<a>\xff</a>", "\uFFFD")]
    [InlineData("<a>x\xc3</a>", "x\uFFFD")]
    [InlineData("<a><![CDATA[\xe4\xbd]]></a>", "\uFFFD")]
    [InlineData("<a><![CDATA[\xed\xa0\xbd\xed\xb8\x80]]></a>", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")]
    public void What_is_not_UTF_8_is_replaced(string latin1, string text)
    {
        using var table = XmlTable.Parse(Encoding.Latin1.GetBytes(latin1));

        Assert.NotNull(table);
        Assert.Equal(text, Encoding.UTF8.GetString(table.Text(0)));
    }

    [Fact]
    public void What_is_UTF_16_is_refused()
    {
        using var table = XmlTable.Parse(new byte[] { 0xFF, 0xFE, 0x3C, 0x00, 0x61, 0x00, 0x2F, 0x00, 0x3E, 0x00 });

        Assert.Null(table);
    }

    [Fact]
    public void Nesting_ends_at_its_limit()
    {
        using var deepest = Parse(Nested(XmlLimits.Depth));
        using var deeper = Parse(Nested(XmlLimits.Depth + 1));

        Assert.NotNull(deepest);
        Assert.Null(deeper);
    }

    [Fact]
    public void The_number_of_elements_ends_at_its_limit()
    {
        using var largest = Parse($"<a>{string.Concat(Enumerable.Repeat("<b/>", XmlLimits.Nodes - 1))}</a>");
        using var larger = Parse($"<a>{string.Concat(Enumerable.Repeat("<b/>", XmlLimits.Nodes))}</a>");

        Assert.NotNull(largest);
        Assert.Equal(XmlLimits.Nodes, largest.Count);
        Assert.Null(larger);
    }

    [Fact]
    public void Elements_of_one_name_are_chained_in_the_order_of_their_first()
    {
        using var table = Parse("<r><b>1</b><a>2</a><b>3</b><c>4</c><a>5</a><b>6</b></r>");

        Assert.NotNull(table);
        var chains = new List<string>();
        for (var head = table[0].FirstChild; head != XmlNode.None; head = table[head].NextName)
        {
            var chain = Encoding.UTF8.GetString(table.Name(head));
            for (var element = head; element != XmlNode.None; element = table[element].NextSame)
            {
                chain += Encoding.UTF8.GetString(table.Text(element));
            }

            chains.Add(chain);
        }

        Assert.Equal(["b136", "a25", "c4"], chains);
    }

    [Fact]
    public void Many_decoded_texts_keep_their_own_contents()
    {
        var names = Enumerable.Range(0, 500).ToArray();
        using var table = Parse($"<r>{string.Concat(names.Select(name => $"<n{name}>&amp;{name}&#10;{name}</n{name}>"))}</r>");

        Assert.NotNull(table);
        Assert.All(
            names,
            name => Assert.Equal(
                $"&{name}\n{name}", Encoding.UTF8.GetString(table.ChildText(0, Encoding.UTF8.GetBytes($"n{name}")))));
    }

    private static XmlTable? Parse(string xml) => XmlTable.Parse(Encoding.UTF8.GetBytes(xml));

    private static string Nested(int depth)
        => string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
}
