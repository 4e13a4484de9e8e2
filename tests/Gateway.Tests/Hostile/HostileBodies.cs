using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// The bodies of <see cref="HostileBodyTests"/>, each by the name of its attack. <c>TRAP</c> is an address where nobody has any business.
/// </summary>
internal static class HostileBodies
{
    private const string Mark = HostileRig.Mark;

    /// <summary>Gets what must be refused.</summary>
    public static IEnumerable<(string Name, byte[] Body)> Refused =>
    [
        .. Dtds, .. Structures,
        .. new (string, byte[])[]
        {
            ("UTF-16, little endian, with its mark", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Message())]),
            ("UTF-16, big endian, with its mark",
                [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Message())]),
            ("UTF-16 without a mark, declared", Encoding.Unicode.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-16\"?>{Message()}")),
            ("UTF-16, big endian, undeclared", Encoding.BigEndianUnicode.GetBytes(Message())),
            ("UTF-16 that hides a DOCTYPE",
                [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Dtd("<!ENTITY a SYSTEM \"TRAP\">"))]),
            ("UTF-16 without a mark that hides a DOCTYPE", Encoding.BigEndianUnicode.GetBytes(Dtd("<!ENTITY a SYSTEM \"TRAP\">"))),
            ("UTF-32", [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Message())]),
            ("two byte order marks before JSON", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. Utf8("{}")]),
            ("UTF-16 JSON", Encoding.Unicode.GetBytes("{\"MsgType\":\"text\"}")),
            ("gzip", Compressed(Message())),
        },
    ];

    /// <summary>Gets what must be taken, with a piece of the JSON that the backend gets.</summary>
    public static IEnumerable<(string Name, byte[] Body, string Json)> Taken =>
    [
        .. Broken, .. Typed,
        ("GBK, declared", [.. Utf8("<?xml version=\"1.0\" encoding=\"GBK\"?>"), .. Around([0xC4, 0xE3, 0xBA, 0xC3])],
            $"\"A\":\"{Mark}{Encoding.UTF8.GetString([0xC4, 0xE3, 0xBA, 0xC3])}\""),
        ("an entity that nobody declared", Utf8(Message("<A>&a;</A>")), "\"A\":\"&a;\""),
        ("an ampersand alone", Utf8(Message("<A>a & b</A>")), "\"A\":\"a & b\""),
        ("a reference to a control character", Utf8(Message("<A>&#2;</A>")), "\"A\":\"\\u0002\""),
        ("a reference to NUL", Utf8(Message("<A>&#0;</A>")), "\"A\":\"\uFFFD\""),
        ("a reference to a surrogate", Utf8(Message("<A>&#xD800;</A>")), "\"A\":\"\uFFFD\""),
        ("a reference beyond Unicode", Utf8(Message("<A>&#x110000;</A>")), "\"A\":\"\uFFFD\""),
        ("a reference of forty thousand digits", Utf8(Message($"<A>&#{new string('1', 40_000)};</A>")), "\"A\":\"\uFFFD\""),
        ("XML with NULs behind it", Utf8(Message("<A>x</A>") + "\0\0\0"), "\"A\":\"x\""),
        ("XML with garbage behind it", Utf8(Message("<A>x</A>") + "]]> garbage"), "\"A\":\"x\""),
        ("a raw line break in JSON", Utf8(JsonMessage("\"a\":\"x\ny\"")), "\"a\":\"x\\ny\""),
        ("raw control characters in JSON", Utf8(JsonMessage("\"a\":\"x\0\u0002\u001f\ty\"")), "\"a\":\"x\\u0000\\u0002\\u001f\\ty\""),
        ("half a surrogate pair", Utf8(JsonMessage("\"a\":\"\\ud83d\"")), "\"a\":\"\\ufffd\""),
        ("half a surrogate pair in a name", Utf8(JsonMessage("\"\\udc00\":1")), "\"\uFFFD\":1"),
        ("half a surrogate pair further down", Utf8(JsonMessage("\"a\":{\"b\":[\"\\ud83d x\"]}")), "\"a\":{\"b\":[\"\\ufffd x\"]}"),
        ("half a surrogate pair in a name further down", Utf8(JsonMessage("\"a\":{\"\\ud83d\":1}")), "\"a\":{\"\\ufffd\":1}"),
        ("JSON with NULs behind it", Utf8(JsonMessage("\"a\":1") + "\0\0\0"), "\"a\":1"),
        ("JSON with garbage behind it", Utf8(JsonMessage("\"a\":1") + "}garbage"), "\"a\":1"),
        ("a byte order mark", [.. Encoding.UTF8.Preamble, .. Utf8(Message())], "\"MsgType\":\"text\""),
        ("two byte order marks", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. Utf8(Message())], "\"MsgType\":\"text\""),
        ("an encoding that lies: GBK", Utf8($"<?xml version=\"1.0\" encoding=\"GBK\"?>{Message("<A>你好</A>")}"), "\"A\":\"你好\""),
        ("an encoding that lies: UTF-16", Utf8($"<?xml version=\"1.0\" encoding=\"UTF-16\"?>{Message("<A>你好</A>")}"), "\"A\":\"你好\""),
        ("UTF-7 is plain ASCII", Utf8($"<?xml version=\"1.0\" encoding=\"UTF-7\"?>{Message("<A>+ADw-b+AD4-</A>")}"),
            "\"A\":\"+ADw-b+AD4-\""),
        ("XInclude is an element like any other", Utf8(
            Message("<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"TRAP/x\" parse=\"text\"/>")), "\"xi:include\":\"\""),
        ("a schema to fetch", Utf8(Message(
            "<A xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"TRAP/s TRAP/s.xsd\">x</A>")), "\"A\":\"x\""),
        ("a style sheet to fetch", Utf8($"<?xml version=\"1.0\"?><?xml-stylesheet href=\"TRAP/x.xsl\"?>{Message()}"),
            "\"MsgType\":\"text\""),
        ("a processing instruction inside", Utf8(Message("<A>a<?php system('id'); ?>b</A>")), "\"A\":\"ab\""),
        ("a comment that hides an end", Utf8(Message("<A>a<!-- </A><A> -->b</A>")), "\"A\":\"ab\""),
        ("CDATA in pieces", Utf8(Message("<A><![CDATA[a]]]]><![CDATA[>b]]><![CDATA[<!DOCTYPE x>]]></A>")), "\"A\":\"a]]>b<!DOCTYPE x>\""),
        ("an end of CDATA where there is none", Utf8(Message("<A>a]]>b</A>")), "\"A\":\"a]]>b\""),
        ("JSON in XML", Utf8(Message("<A><![CDATA[\",\"MsgType\":\"image\",\"x\":\"]]></A>")),
            "\"A\":\"\\\",\\\"MsgType\\\":\\\"image\\\",\\\"x\\\":\\\"\""),
        ("NUL and other control characters", Utf8(Message("<A>a\0\u0001\u001bb</A>")), "\"A\":\"a\\u0000\\u0001\\u001bb\""),
        ("a huge attribute", Utf8(Message($"<A b=\"{new string('x', 180_000)}\">y</A>")), "\"A\":\"y\""),
        ("twenty thousand attributes",
            Utf8(Message($"<A {string.Concat(Enumerable.Range(0, 20_000).Select(number => $" b{number}=''"))}>y</A>")), "\"A\":\"y\""),
        ("a name of 90 KB", Utf8(Message($"<{new string('n', 90_000)}>y</{new string('n', 90_000)}>")),
            new string('n', 90_000) + "\":\"y\""),
        ("four thousand names", Utf8(Message(string.Concat(Enumerable.Range(0, 4_000).Select(number => $"<n{number}/>")))),
            "\"n3999\":\"\""),
        ("twenty thousand comments", Utf8(Message($"<A>{string.Concat(Enumerable.Repeat("x <!---->", 20_000))}y</A>")), "x x y\""),
        ("thirty thousand references", Utf8(Message($"<A>{string.Concat(Enumerable.Repeat("&amp;", 30_000))}</A>")), "&&&\""),
        ("numbers beyond 2^53, and beyond any",
            Utf8(JsonMessage("\"a\":9007199254740993,\"b\":1e999,\"c\":-0,\"d\":123456789012345678901234567890")),
                "\"a\":9007199254740993,\"b\":1e999,\"c\":-0,\"d\":123456789012345678901234567890"),
        ("an escaped NUL in JSON", Utf8(JsonMessage("\"a\":\"x\\u0000y\"")), "\"a\":\"x\\u0000y\""),
        ("an id beyond any number", Utf8($$"""{"MsgType":"text","FromUserName":"o","MsgId":1e999,"CreateTime":"1e999"}"""), "\"MsgId\":\"1e999\",\"CreateTime\":\"1e999\""),
        ("a time that is no number", Utf8(Message("<Count>+1</Count><Scale>1e3</Scale><TotalCount>9223372036854775808</TotalCount>")),
            "\"Count\":\"+1\",\"Scale\":\"1e3\",\"TotalCount\":\"9223372036854775808\""),
    ];

    private static IEnumerable<(string Name, byte[] Body)> Dtds => new (string Name, string Text)[]
    {
        ("an internal entity", Dtd("<!ENTITY a \"b\">")),
        ("an external entity: a file", Dtd("<!ENTITY a SYSTEM \"file:///etc/passwd\">")),
        ("an external entity: an address", Dtd("<!ENTITY a SYSTEM \"TRAP/x\">")),
        ("a parameter entity", Dtd("<!ENTITY % a SYSTEM \"TRAP/x\"> %a;")),
        ("an external DTD", $"<!DOCTYPE xml SYSTEM \"TRAP/x.dtd\">{Message()}"),
        ("a public DTD", $"<!DOCTYPE xml PUBLIC \"-//X//Y\" \"TRAP/x.dtd\">{Message()}"),
        ("an empty DTD behind a comment", $"<!-- {Mark} --><!DOCTYPE xml>{Message()}"),
        ("a DTD in small letters", $"<!doctype xml>{Message()}"),
        ("a DTD inside", Message("<!DOCTYPE a [<!ENTITY a \"b\">]>")),
        ("an entity bomb", Dtd(string.Concat(Enumerable.Range(1, 9).Select(number
            => $"<!ENTITY a{number} \"{string.Concat(Enumerable.Repeat($"&a{number - 1};", 10))}\">")) + "<!ENTITY a0 \"lol\">", "&a9;")),
        ("a quadratic bomb", Dtd($"<!ENTITY a \"{new string('a', 50_000)}\">", string.Concat(Enumerable.Repeat("&a;", 30_000)))),
    }.Select(attack => (attack.Name, Utf8(attack.Text)));

    private static IEnumerable<(string Name, byte[] Body)> Structures => new (string Name, string Text)[]
    {
        ("33 deep", Message(string.Concat(Enumerable.Repeat("<a>", 32)) + string.Concat(Enumerable.Repeat("</a>", 32)))),
        ("sixty thousand deep, never closed", string.Concat(Enumerable.Repeat("<a>", 60_000))),
        ("4,097 elements", Message(string.Concat(Enumerable.Repeat("<a/>", 4_096)))),
        ("a comment without an end", $"<xml><!-- {Mark} {string.Concat(Enumerable.Repeat("<!--", 40_000))}"),
        ("CDATA without an end", $"<xml><A><![CDATA[{Mark}</A></xml>"),
        ("an instruction without an end", $"<?xml version=\"1.0\" {Mark}"),
        ("an attribute without an end", $"<xml a=\"{Mark}></xml>"),
        ("two documents", Message() + Message()),
        ("JSON 33 deep", JsonMessage($"\"a\":{new string('[', 32)}{new string(']', 32)}")),
        ("JSON a hundred thousand deep", "{\"a\":" + new string('[', 100_000)),
        ("JSON with 5,000 values", JsonMessage($"\"a\":[{string.Join(',', Enumerable.Repeat("1", 5_000))}]")),
        ("two JSON documents", JsonMessage("\"a\":1") + JsonMessage("\"a\":1")),
        ("JSON with a comment", JsonMessage("/**/\"a\":1")),
        ("JSON with a comma too many", JsonMessage("\"a\":1,")),
        ("JSON in single quotes", "{'MsgType':'text'}"),
        ("a number that is none: NaN", JsonMessage("\"a\":NaN")),
        ("a number that is none: 0x1", JsonMessage("\"a\":0x1")),
        ("a number that is none: 01", JsonMessage("\"a\":01")),
        ("an identity given twice", JsonMessage("\"FromUserName\":\"o-other\"")),
        ("a type given twice, the second time escaped", JsonMessage("\"Msg\\u0054ype\":\"image\"")),
        ("a content given twice", JsonMessage("\"Content\":\"a\",\"Content\":\"b\"")),
        ("an array", "[]"),
        ("a text", "\"text\""),
    }.Select(attack => (attack.Name, Utf8(attack.Text)));

    private static IEnumerable<(string Name, byte[] Body, string Json)> Typed => new (string Name, string Text)[]
    {
        ("CDATA", "<status><![CDATA[hi]]></status>"),
        ("code", "if(a[b[0]]>1){}"),
        ("an end of the message", "]]></Content><MsgId>1</MsgId></xml>"),
        ("a message within",
            "a]]></Content><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><FromUserName><![CDATA[o-other]]></FromUserName><Content><![CDATA[b"),
        ("elements within", "a]]><b>c</b><![CDATA[d"),
        ("five thousand elements", "a]]></Content>" + string.Concat(Enumerable.Repeat("<a/>", 5_000)) + "<Content><![CDATA[b"),
        ("forty deep", "a]]></Content>" + string.Concat(Enumerable.Repeat("<a>", 40)) + "<Content><![CDATA[b"),
        ("a DTD", "]]><!DOCTYPE a [<!ENTITY b SYSTEM 'TRAP'>]>"),
    }.Select(typed => (
        $"somebody types {typed.Name}", Utf8(Message($"<Content><![CDATA[{typed.Text}]]></Content>")), $"\"Content\":\"{typed.Text}\""));

    private static IEnumerable<(string Name, byte[] Body, string Json)> Broken => new (string Name, byte[] Bytes)[]
    {
        ("overlong, two bytes", [0xC0, 0xAF]),
        ("overlong, three bytes", [0xE0, 0x80, 0xAF]),
        ("overlong, four bytes", [0xF0, 0x80, 0x80, 0xAF]),
        ("overlong NUL", [0xC0, 0x80]),
        ("truncated", [0xE4, 0xBD]),
        ("a continuation alone", [0x80]),
        ("a surrogate", [0xED, 0xA0, 0x80]),
        ("a pair of surrogates, CESU-8", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        ("beyond Unicode", [0xF4, 0x90, 0x80, 0x80]),
        ("a byte that never stands in UTF-8", [0xFF]),
    }.SelectMany(bad => new (string Name, byte[] Body, string Json)[]
    {
        ($"UTF-8 in XML: {bad.Name}", Around(bad.Bytes), $"\"A\":\"{Mark}{Encoding.UTF8.GetString(bad.Bytes)}\""),
        ($"UTF-8 in JSON: {bad.Name}", [.. Utf8($"{{\"MsgType\":\"text\",\"MsgId\":{SignedPush.NewId()},\"a\":\""), .. bad.Bytes,
            .. Utf8("\"}")], $"\"a\":\"{Encoding.UTF8.GetString(bad.Bytes)}\""),
    });

    private static string Message(string more = "") => string.Create(CultureInfo.InvariantCulture,
        $"<xml><FromUserName>o-{Mark}</FromUserName><MsgType>text</MsgType><MsgId>{SignedPush.NewId()}</MsgId><Planted>{Mark}</Planted>{more}</xml>");

    private static string JsonMessage(string more) => string.Create(CultureInfo.InvariantCulture,
        $"{{\"FromUserName\":\"o-{Mark}\",\"MsgType\":\"text\",\"MsgId\":{SignedPush.NewId()},{more}}}");

    private static string Dtd(string declarations, string text = "&a;")
        => $"<?xml version=\"1.0\"?><!DOCTYPE xml [{declarations}]>{Message($"<A>{text}</A>")}";

    private static byte[] Around(byte[] bytes)
        => [.. Utf8($"<xml><MsgType>text</MsgType><MsgId>{SignedPush.NewId()}</MsgId><A>{Mark}"), .. bytes, .. Utf8("</A></xml>")];

    private static byte[] Compressed(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Utf8(text));
        }

        return compressed.ToArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
