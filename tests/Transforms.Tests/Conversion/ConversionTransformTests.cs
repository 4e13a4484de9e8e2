using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Conversion;

public sealed class ConversionTransformTests
{
    private readonly ConversionTransform _transform = new(new FakeTimeProvider());

    [Theory]
    [InlineData("<xml><A>1</A></xml>", """{"A":"1"}""")]
    [InlineData("<xml><CreateTime>1700000000</CreateTime></xml>", """{"CreateTime":1700000000}""")]
    [InlineData("<xml><CreateTime>soon</CreateTime></xml>", """{"CreateTime":"soon"}""")]
    [InlineData("<xml><CreateTime>007</CreateTime></xml>", """{"CreateTime":"007"}""")]
    [InlineData("<xml><CreateTime>99999999999999999999</CreateTime></xml>", """{"CreateTime":"99999999999999999999"}""")]
    [InlineData("<xml><A><Count>3</Count></A></xml>", """{"A":{"Count":3}}""")]
    [InlineData("<xml><MsgId>22277834746191186</MsgId></xml>", """{"MsgId":"22277834746191186"}""")]
    [InlineData("<xml><A>1</A><A>2</A></xml>", """{"A":["1","2"]}""")]
    [InlineData("<xml><A>1</A><B/><A><C>2</C></A></xml>", """{"A":["1",{"C":"2"}],"B":""}""")]
    [InlineData("<xml><L><item><A>1</A></item></L></xml>", """{"L":[{"A":"1"}]}""")]
    [InlineData("<xml><L><item>1</item><item>2</item></L></xml>", """{"L":["1","2"]}""")]
    [InlineData("<xml><L><item>1</item></L><L><item>2</item></L></xml>", """{"L":["1","2"]}""")]
    [InlineData("<xml><L><n>1</n><item>2</item></L></xml>", """{"L":{"n":"1","item":["2"]}}""")]
    [InlineData("<xml><item>1</item></xml>", """{"item":["1"]}""")]
    [InlineData("<xml><A><B><C>深</C></B></A></xml>", """{"A":{"B":{"C":"深"}}}""")]
    [InlineData("<xml><A>stray<B>1</B>text</A></xml>", """{"A":{"B":"1"}}""")]
    [InlineData("<xml><A><![CDATA[\"\\</script>&\u2028\u0001]]></A></xml>", """{"A":"\"\\</script>&\u2028\u0001"}""")]
    public async Task Every_element_becomes_a_property(string xml, string json)
    {
        var converted = await ConvertAsync(xml);

        foreach (var expected in JsonDocument.Parse(json).RootElement.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(expected.Value, converted.GetProperty(expected.Name)), converted.GetRawText());
        }
    }

    [Theory]
    [InlineData(
        """{"MsgType":"event","order_info":{"order_id":3705115058471208928,"ok":true,"n":null,"d":1.50}}""",
        """{"MsgType":"event","order_info":{"order_id":3705115058471208928,"ok":true,"n":null,"d":1.50}}""")]
    [InlineData("""{"MsgId":6054768590064713728}""", """{"MsgId":"6054768590064713728"}""")]
    [InlineData("""{"MsgId":"abc_1"}""", """{"MsgId":"abc_1"}""")]
    [InlineData("""{"CreateTime":"1620973045"}""", """{"CreateTime":1620973045}""")]
    [InlineData("""{"CreateTime":"soon"}""", """{"CreateTime":"soon"}""")]
    [InlineData(""" { "A\u0042" : "\u4f60\"好" } """, """{"AB":"\u4f60\"好"}""")]
    [InlineData("\uFEFF{}", "{}")]
    public async Task A_JSON_message_goes_on_as_it_came_but_for_the_types_of_its_head(string source, string json)
    {
        var message = Pushes.Message(source);

        await _transform.InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);

        Assert.Equal(MessageFormat.Json, message.Format);
        Assert.Equal(json, Encoding.UTF8.GetString(message.Body.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":}")]
    [InlineData("<!DOCTYPE x><xml/>")]
    [InlineData("<xml>")]
    public async Task What_is_no_message_is_refused(string source)
    {
        var reply = await ReplyToAsync(source, Reply.Success);

        Assert.Same(RefusedReply.Malformed, reply);
    }

    [Theory]
    [InlineData(
        "<xml><userInfo><subscribe>1</subscribe></userInfo><userInfoError/><A><userInfo>kept</userInfo></A></xml>",
        """{"userInfo":"kept"}""")]
    [InlineData("""{"userInfo":{"subscribe":1},"user\u0049nfoError":"x","A":{"userInfo":"kept"}}""", """{"userInfo":"kept"}""")]
    public async Task What_would_pass_for_the_gateways_own_userInfo_is_left_out(string source, string below)
    {
        var converted = await ConvertAsync(source);

        Assert.False(converted.TryGetProperty("userInfo", out _));
        Assert.False(converted.TryGetProperty("userInfoError", out _));
        Assert.Equal(below, converted.GetProperty("A").GetRawText());
    }

    [Fact]
    public async Task JSON_that_is_too_deep_or_too_large_is_refused()
    {
        var deep = $"{{\"a\":{new string('[', 32)}{new string(']', 32)}}}";
        var large = $"{{\"a\":[{string.Join(',', Enumerable.Repeat("1", 5000))}]}}";

        Assert.Same(RefusedReply.Malformed, await ReplyToAsync(deep, Reply.Success));
        Assert.Same(RefusedReply.Malformed, await ReplyToAsync(large, Reply.Success));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task A_reply_survives_the_way_to_WeChat_in_either_format(Reply reply, string type, string field, string text)
    {
        const string Message = "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName></xml>";
        var xml = Assert.IsType<WireReply>(await ReplyToAsync(Message, reply));
        var json = Assert.IsType<WireReply>(await ReplyToAsync("""{"ToUserName":"gh_1","FromUserName":"oUser"}""", reply));

        var element = XElement.Parse(Encoding.UTF8.GetString(xml.Body.Span));
        Assert.Equal(WireReply.Xml, xml.ContentType);
        Assert.Equal("oUser", element.Element("ToUserName")?.Value);
        Assert.Equal("gh_1", element.Element("FromUserName")?.Value);
        Assert.Equal("1767225600", element.Element("CreateTime")?.Value);
        Assert.Equal(type, element.Element("MsgType")?.Value);
        Assert.Equal(text, field.Split('/').Aggregate(element, (parent, name) => parent!.Element(name)!)?.Value);

        var root = JsonDocument.Parse(json.Body).RootElement;
        Assert.Equal(WireReply.Json, json.ContentType);
        Assert.Equal("oUser", root.GetProperty("ToUserName").GetString());
        Assert.Equal(1767225600, root.GetProperty("CreateTime").GetInt64());
        Assert.Equal(type, root.GetProperty("MsgType").GetString());
        var value = field.Split('/').Aggregate(root, (parent, name) => name == "item" ? parent[0] : parent.GetProperty(name));
        Assert.Equal(text, value.GetString());
        Assert.DoesNotContain("\\u", Encoding.UTF8.GetString(json.Body.Span), StringComparison.Ordinal);
    }

    public static TheoryData<Reply, string, string, string> Replies() => new()
    {
        { new TextReply("hi"), "text", "Content", "hi" },
        { new TextReply("x]]></Content>evil]]>"), "text", "Content", "x]]></Content>evil]]>" },
        { new TextReply("]]>]]>]"), "text", "Content", "]]>]]>]" },
        { new TextReply("<&>\"' 你好 \U0001F600\n"), "text", "Content", "<&>\"' 你好 \U0001F600\n" },
        { new ImageReply("m1"), "image", "Image/MediaId", "m1" },
        { new VoiceReply("m2"), "voice", "Voice/MediaId", "m2" },
        { new VideoReply("m3", "t", "d"), "video", "Video/Title", "t" },
        { new VideoReply("m3", "t", "d"), "video", "Video/Description", "d" },
        { new MusicReply("t", "d", "u", "h", "m4"), "music", "Music/HQMusicUrl", "h" },
        { new MusicReply("t", "d", "u", "h", "m4"), "music", "Music/ThumbMediaId", "m4" },
        { new NewsReply([new("t", "d", "p", "u"), new("t2", "", "", "")]), "news", "Articles/item/PicUrl", "p" },
        { new TransferCustomerServiceReply("kf@a"), "transfer_customer_service", "TransInfo/KfAccount", "kf@a" },
    };

    [Theory]
    [InlineData("]\uFFFF]></Content><Evil/>", "]]></Content><Evil/>")]
    [InlineData("]\0]\u0001\u0002></Content><Evil/>", "]]></Content><Evil/>")]
    [InlineData("]]]\uFFFE>]]\uFFFE\uFFFF>", "]]]>]]>")]
    public async Task What_is_dropped_brings_no_section_to_its_end(string text, string carried)
    {
        var wire = Assert.IsType<WireReply>(await ReplyToAsync("<xml/>", new TextReply(text)));

        var root = XElement.Parse(Encoding.UTF8.GetString(wire.Body.Span));
        Assert.Equal(carried, root.Element("Content")?.Value);
        Assert.Null(root.Element("Evil"));
    }

    [Fact]
    public async Task Characters_that_XML_cannot_carry_are_dropped()
    {
        var wire = Assert.IsType<WireReply>(await ReplyToAsync("<xml/>", new TextReply("a\0\b\u001f\uFFFEb\uD800c\tx")));

        Assert.Equal("ab\uFFFDc\tx", XElement.Parse(Encoding.UTF8.GetString(wire.Body.Span)).Element("Content")?.Value);
    }

    [Fact]
    public async Task A_transfer_to_any_agent_names_none()
    {
        var xml = Assert.IsType<WireReply>(await ReplyToAsync("<xml/>", new TransferCustomerServiceReply(null)));
        var json = Assert.IsType<WireReply>(await ReplyToAsync("{}", new TransferCustomerServiceReply("")));

        Assert.DoesNotContain("TransInfo", Encoding.UTF8.GetString(xml.Body.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("TransInfo", Encoding.UTF8.GetString(json.Body.Span), StringComparison.Ordinal);
    }

    private async Task<Reply> ReplyToAsync(string source, Reply reply)
        => await _transform.InvokeAsync(Pushes.Message(source), Pushes.Answering(reply), TestContext.Current.CancellationToken);

    private async Task<JsonElement> ConvertAsync(string xml)
    {
        var message = Pushes.Message(xml);
        await _transform.InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(message.Body).RootElement;
    }
}
