using System.Text;

namespace WxYarpGateway.Fuzz.Mutation;

/// <summary>
/// Changes XML as XML: elements, their names, texts and nesting. It finds elements by their tags alone, so that it also works in what is
/// broken.
/// </summary>
internal static class XmlChanges
{
    private const int DeepestWrap = 40;
    private const int MostEntries = 4_200;

    private static readonly string[] Texts =
    [
        "", " ", "x", "\r\n", "\r", "a\rb\r\nc", "]]", "&gt;", "<![CDATA[]]>", "<![CDATA[]]]]><![CDATA[>]]>", "<![CDATA[ x ]]> ",
            " <![CDATA[&amp;<a>]]>", "<![CDATA[\r]]>y", "<!-- c -->", "a<!-- c -->b", "<?p x?>",
        "&#65;", "&#x4e2d;", "&#x1F600;", "&#xD800;", "&#0;", "&#1;", "&#xFFFE;", "&#x110000;", "&#0000000000065;", "&#x0000000000041;",
            "&#4294967361;", "&#x;", "&#;", "&;", "&lt;&gt;&amp;&quot;&apos;", "&nbsp;", "&LT;", "&amp;lt;",
        "1482048670", "0", "-0", "007", "+1", " 1 ", "9223372036854775808", "1e3", "event", "text", "TEMPLATESENDJOBFINISH",
            "MASSSENDJOBFINISH", "pic_sysphoto", "SCAN", "../../x", "%2e%2e", "😀", "\u0001", "\uFFFF", "\u0085",
        "<item>1</item>", "<item><PicMd5Sum>x</PicMd5Sum></item><item/>", "<a/><a>1</a><b/>", "<Count>1</Count><PicList><item/></PicList>",
    ];

    public static Func<Dice, byte[], byte[], byte[]?> With(IReadOnlyList<string> names) => (dice, input, other)
        => Change(dice, input, other, names);

    private static byte[]? Change(Dice dice, byte[] input, byte[] other, IReadOnlyList<string> names)
    {
        var elements = Read(input);
        if (elements.Count == 0)
        {
            return null;
        }

        var element = dice.Pick(elements);
        var whole = element.Whole;
        switch (dice.Below(9))
        {
            case 0:
                var times = dice.OnceIn(60) ? MostEntries : 1 + dice.Small(4);
                return Splice.Replace(
                    input, whole, Splice.Repeat(input.AsSpan(whole), Math.Min(times, 1 + (250_000 / (element.End - element.Start + 1)))));
            case 1:
                return Splice.Replace(input, whole, []);
            case 2:
                return Splice.Replace(input, whole, Wrap(input[whole], dice.Pick(names), dice.OnceIn(6) ? DeepestWrap : 1 + dice.Small(3)));
            case 3:
                return Rename(input, element, Encoding.UTF8.GetBytes(dice.Pick(names)));
            case 4:
                var others = Read(other);
                return others.Count == 0 ? null
                    : Splice.Replace(input, dice.OnceIn(2) ? whole : whole.End..whole.End, other.AsSpan(dice.Pick(others).Whole));
            case 5:
                return Splice.Replace(input, element.Content.Start..element.Content.Start, Encoding.UTF8.GetBytes(dice.Pick(Texts)));
            case 6:
                return Splice.Replace(input, element.Content, [.. "<![CDATA["u8, .. input[element.Content], .. "]]>"u8]);
            case 7:
                return Splice.Replace(input, element.NameEnd..element.NameEnd, Encoding.UTF8.GetBytes(
                    dice.Pick([" a='1'", " a=\"<\"", " a=b", " xmlns='x'", "/", " ", "\r\n", " a='&none;'", " a='1' a='2'"])));
            default:
                return Splice.Replace(input, element.Content, Encoding.UTF8.GetBytes(dice.Pick(Texts)));
        }
    }

    private static byte[] Wrap(byte[] content, string name, int depth)
        => [.. Splice.Repeat(Encoding.UTF8.GetBytes($"<{name}>"), depth), .. content,
            .. Splice.Repeat(Encoding.UTF8.GetBytes($"</{name}>"), depth)];

    private static byte[] Rename(byte[] input, Element element, byte[] name)
    {
        // The end tag first: what comes before it does not move.
        var closed = Splice.Replace(input, element.EndName, name);
        return Splice.Replace(closed, (element.Start + 1)..element.NameEnd, name);
    }

    /// <summary>Returns the elements that are opened and closed.</summary>
    private static List<Element> Read(byte[] xml)
    {
        var found = new List<Element>();
        var open = new Stack<(int Start, int NameEnd, int Content)>();
        for (var at = xml.AsSpan().IndexOf((byte)'<'); at >= 0 && at < xml.Length; at = Next(xml, at + 1))
        {
            var length = xml.AsSpan(at).IndexOf((byte)'>');
            if (length < 0)
            {
                break;
            }

            var end = at + length + 1;
            if (xml.AsSpan(at).StartsWith("<![CDATA["u8))
            {
                var close = xml.AsSpan(at).IndexOf("]]>"u8);
                at = close < 0 ? xml.Length : at + close;
            }
            else if (xml[at + 1] == '/')
            {
                if (open.TryPop(out var opened))
                {
                    found.Add(new Element(opened.Start, opened.NameEnd, opened.Content..at, (at + 2)..(end - 1), end));
                }

                at = end - 1;
            }
            else if (xml[at + 1] is not ((byte)'!' or (byte)'?') && xml[end - 2] != '/')
            {
                var name = xml.AsSpan(at + 1, length - 1).IndexOfAny(" \t\r\n"u8);
                open.Push((at, name < 0 ? end - 1 : at + 1 + name, end));
                at = end - 1;
            }
        }

        return found;
    }

    private static int Next(byte[] xml, int from)
    {
        var next = from < xml.Length ? xml.AsSpan(from).IndexOf((byte)'<') : -1;
        return next < 0 ? -1 : from + next;
    }

    private readonly record struct Element(int Start, int NameEnd, Range Content, Range EndName, int End)
    {
        public Range Whole => Start..End;
    }
}
