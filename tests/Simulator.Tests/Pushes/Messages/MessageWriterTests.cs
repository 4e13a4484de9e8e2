using System.Text.Json.Nodes;
using System.Xml.Linq;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Tests.Pushes.Messages;

public sealed class MessageWriterTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void Xml_has_the_documented_order_and_numbers_without_cdata()
    {
        var message = PushedMessage.Text("hi").From("o1") with { MsgId = 4561255354251345929 };

        Assert.Equal(
            "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n<FromUserName><![CDATA[o1]]></FromUserName>\n"
            + "<CreateTime>1700000000</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n"
            + "<Content><![CDATA[hi]]></Content>\n<MsgId>4561255354251345929</MsgId>\n</xml>",
            Write(message, DataFormat.Xml).Text);
    }

    [Fact]
    public void Json_has_bare_numbers_and_unescaped_chinese()
    {
        var message = PushedMessage.Text("你好 \"x\"").From("o1") with { MsgId = 4561255354251345929 };

        Assert.Equal(
            """{"ToUserName":"gh_1","FromUserName":"o1","CreateTime":"""
            + """1700000000,"MsgType":"text","Content":"你好 \"x\"","MsgId":4561255354251345929}""",
            Write(message, DataFormat.Json).Text);
    }

    [Theory]
    [InlineData("]]>")]
    [InlineData("a]]>b]]>c")]
    [InlineData("]]]]>>")]
    [InlineData("<&>\"' 😀")]
    public void Any_text_survives_in_both_formats(string text)
    {
        Assert.Equal(text, XDocument.Parse(Write(PushedMessage.Text(text), DataFormat.Xml).Text).Root!.Element("Content")!.Value);
        Assert.Equal(text, (string)JsonNode.Parse(Write(PushedMessage.Text(text), DataFormat.Json).Text)!["Content"]!);
    }

    [Fact]
    public void Every_builder_writes_its_documented_fields()
    {
        Assert.Equal(["PicUrl", "MediaId", "MsgId"], FieldsOf(PushedMessage.Image("m")));
        Assert.Equal(["MediaId", "Format", "MsgId"], FieldsOf(PushedMessage.Voice("m")));
        Assert.Equal(["MediaId", "ThumbMediaId", "MsgId"], FieldsOf(PushedMessage.Video("m", "t")));
        Assert.Equal(["Location_X", "Location_Y", "Scale", "Label", "MsgId"], FieldsOf(PushedMessage.Location(23.13, 113.35, 20, "here")));
        Assert.Equal(["Title", "Description", "Url", "MsgId"], FieldsOf(PushedMessage.Link("t", "d", "u")));
        Assert.Equal(["Event"], FieldsOf(PushedMessage.Event("unsubscribe")));
        Assert.Equal(
            ["Event", "EventKey", "Ticket", "Latitude"],
            FieldsOf(PushedMessage.Event("SCAN", "1").With("Ticket", "t").With("Latitude", 5)));
    }

    [Fact]
    public void Message_ids_are_unique_and_beyond_what_a_double_can_count()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => PushedMessage.Text("x").MsgId!.Value).ToList();

        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(id > 1L << 53));
    }

    [Fact]
    public void A_message_pushed_twice_keeps_its_id()
    {
        var message = PushedMessage.Text("x");

        Assert.Equal(Write(message, DataFormat.Xml).Text, Write(message, DataFormat.Xml).Text);
    }

    [Theory]
    [InlineData("<xml><FromUserName> <![CDATA[o1]]> </FromUserName><Event>CLICK</Event></xml>")]
    [InlineData("""{"FromUserName":"o1","Event":"CLICK"}""")]
    public void A_raw_message_is_kept_and_its_head_read(string raw)
    {
        var written = Write(PushedMessage.Raw(raw), DataFormat.Xml);

        Assert.Equal((raw, "o1", "CLICK"), (written.Text, written.FromUser, written.Event));
    }

    [Theory]
    [InlineData("<xml><Content>")]
    [InlineData("{\"a\":")]
    [InlineData("")]
    [InlineData("{}{}")]
    [InlineData("{\"FromUserName\":\"a\",\"FromUserName\":\"b\"}")]
    public void An_ill_formed_raw_message_is_pushed_as_it_is(string raw)
    {
        var written = Write(PushedMessage.Raw(raw), DataFormat.Xml);

        Assert.Equal((raw, null), (written.Text, written.FromUser));
    }

    private static IEnumerable<string> FieldsOf(PushedMessage message) =>
        XDocument.Parse(Write(message, DataFormat.Xml).Text).Root!.Elements().Skip(4).Select(element => element.Name.LocalName);

    private static RenderedMessage Write(PushedMessage message, DataFormat format) =>
        MessageWriter.Write(message, new PushIdentity("wx1", "gh_1", "t", null, format, EncryptionMode.Plaintext), Now);
}
