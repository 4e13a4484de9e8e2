using System.Text;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Simulator.Tests.Pushes.Replies;

public sealed class ReplyReaderTests
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Head = "<ToUserName>o1</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime>";
    private const string Text = $"<xml>{Head}<MsgType>text</MsgType><Content><![CDATA[a]]]]><![CDATA[>b]]></Content></xml>";

    [Theory]
    [InlineData("success")]
    [InlineData("")]
    public void Success_and_nothing_are_silence_in_every_mode(string body)
    {
        Assert.True(Read(body, EncryptionMode.Plaintext).IsSilent);
        Assert.True(Read(body, EncryptionMode.Safe).IsSilent);
    }

    [Fact]
    public void A_text_reply_is_opened()
    {
        var reply = Read(Text);

        Assert.Equal(("text", "a]]>b", false, false), (reply.MsgType, reply["Content"], reply.IsSealed, reply.IsSilent));
    }

    [Fact]
    public void An_encrypted_reply_is_opened_in_both_encrypted_modes()
    {
        Assert.Equal("a]]>b", Read(Seal(Text), EncryptionMode.Safe)["Content"]);
        Assert.True(Read(Seal(Text), EncryptionMode.Compatible).IsSealed);
        Assert.False(Read(Text, EncryptionMode.Compatible).IsSealed);
    }

    [Fact]
    public void The_official_json_reply_is_opened()
    {
        var identity = new PushIdentity("wxba5fad812f8e6fb9", "gh_1", "AAAAA", new string('A', 43), DataFormat.Json, EncryptionMode.Safe);
        const string body = """
            {"Encrypt":"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",
            "MsgSignature":"1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1","TimeStamp":1713424427,"Nonce":"415670741"}
            """;

        var reply = new ReplyReader(identity, RenderedMessage.Read("{}")).Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal(("good luck", true), (reply["demo_resp"], reply.IsSealed));
    }

    [Fact]
    public void News_are_read_article_by_article()
    {
        const string articles = "<item><Title>1</Title><Url>u</Url></item><item><Title>2</Title></item>";
        var reply = Read($"<xml>{Head}<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles>{articles}</Articles></xml>");

        Assert.Equal(("1", "u", "2"), (reply["Articles.item[0].Title"], reply["Articles.item[0].Url"], reply["Articles.item[1].Title"]));
    }

    [Theory]
    [InlineData("<MsgType>image</MsgType><Image><MediaId>m</MediaId></Image>")]
    [InlineData("<MsgType>video</MsgType><Video><MediaId>m</MediaId><Title>t</Title></Video>")]
    [InlineData("<MsgType>music</MsgType><Music><ThumbMediaId>m</ThumbMediaId></Music>")]
    [InlineData("<MsgType>music</MsgType><Music><Title>t</Title><MusicUrl>u</MusicUrl></Music>")]
    [InlineData("<MsgType>transfer_customer_service</MsgType>")]
    [InlineData("<MsgType>transfer_customer_service</MsgType><TransInfo><KfAccount>a@b</KfAccount></TransInfo>")]
    [InlineData("<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>1</Title></item></Articles>")]
    public void Every_documented_type_is_accepted(string rest) => Assert.NotEmpty(Read($"<xml>{Head}{rest}</xml>").MsgType);

    [Theory]
    [InlineData("Success", "must be XML")]
    [InlineData("success\n", "must be XML")]
    [InlineData("{\"type\":\"text\"}", "must be XML")]
    [InlineData("<html/>", "must be 'xml'")]
    [InlineData("<!DOCTYPE xml [<!ENTITY a \"b\">]><xml>&a;</xml>", "must be XML")]
    [InlineData(
        "<xml><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a</Content></xml>",
        "'ToUserName' is missing")]
    [InlineData(
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>",
        "'ToUserName' must be 'o1'")]
    [InlineData("<xml><ToUserName>o1</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>soon</CreateTime></xml>", "'CreateTime'")]
    [InlineData($"<xml>{Head}<MsgType>poem</MsgType></xml>", "'poem'")]
    [InlineData($"<xml>{Head}<MsgType>text</MsgType><Content></Content></xml>", "'Content'")]
    [InlineData($"<xml>{Head}<MsgType>image</MsgType><MediaId>m</MediaId></xml>", "'Image.MediaId'")]
    [InlineData($"<xml>{Head}<MsgType>music</MsgType></xml>", "'Music'")]
    [InlineData(
        $"<xml>{Head}<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>1</Title></item></Articles></xml>",
        "there are 1 articles")]
    public void A_malformed_reply_is_refused_with_its_reason(string body, string reason) =>
        Assert.Contains(reason, Assert.Throws<MalformedReplyException>(() => Read(body)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<MsgType>text</MsgType>", 3, 1)]
    [InlineData("<MsgType>shortvideo</MsgType>", 2, 1)]
    [InlineData("<MsgType>location</MsgType>", 1, 1)]
    [InlineData("<MsgType>event</MsgType><Event>CLICK</Event>", 8, 8)]
    [InlineData("<MsgType>event</MsgType><Event>CLICK</Event>", 9, 8)]
    public void Of_many_articles_the_user_sees_one_in_answer_to_a_message_and_eight_else(string push, int articles, int shown)
    {
        var items = string.Concat(Enumerable.Repeat("<item><Title>t</Title></item>", articles));

        var reply = ReadAnswerTo(
            push,
            $"<xml>{Head}<MsgType>news</MsgType><ArticleCount>{articles}</ArticleCount><Articles>{items}</Articles></xml>");

        Assert.Equal((shown, shown < articles), (reply.ArticlesShown, reply.Notice is not null));
    }

    [Theory]
    [InlineData($"<xml>{Head}<MsgType>transfer_customer_service</MsgType></xml>", null)]
    [InlineData("success", null)]
    [InlineData("", null)]
    [InlineData(Text, "'text'")]
    [InlineData(
        $"<xml>{Head}<MsgType>transfer_customer_service</MsgType><TransInfo><KfAccount>a@b</KfAccount></TransInfo></xml>",
        "'TransInfo'")]
    [InlineData($"<xml>{Head}</xml>", "is of type ''")]
    public void A_mini_program_may_hand_over_to_customer_service_and_nothing_else(string body, string? reason)
    {
        if (reason is null)
        {
            Assert.NotNull(ReadAsMiniProgram(body, DataFormat.Xml));
            return;
        }

        Assert.Contains(
            reason,
            Assert.Throws<MalformedReplyException>(() => ReadAsMiniProgram(body, DataFormat.Xml)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_mini_program_may_do_no_more_in_JSON()
    {
        const string head = """{"ToUserName":"o1","FromUserName":"gh_1","CreateTime":1,"MsgType":""";

        Assert.Equal("transfer_customer_service", ReadAsMiniProgram($"{head}\"transfer_customer_service\"}}", DataFormat.Json).MsgType);
        Assert.Throws<MalformedReplyException>(
            () => ReadAsMiniProgram($"{head}\"transfer_customer_service\",\"TransInfo\":{{\"KfAccount\":\"a\"}}}}", DataFormat.Json));
        Assert.Throws<MalformedReplyException>(() => ReadAsMiniProgram($"{head}\"text\",\"Content\":\"hello\"}}", DataFormat.Json));
        Assert.Throws<MalformedReplyException>(() => ReadAsMiniProgram("""{"msg":"hello"}""", DataFormat.Json));
    }

    [Fact]
    public void A_reply_that_is_not_encrypted_is_refused_in_safe_mode() =>
        Assert.Contains("must be encrypted", ErrorOf(Text), StringComparison.Ordinal);

    [Fact]
    public void A_reply_that_is_no_utf8_is_refused() =>
        Assert.Throws<MalformedReplyException>(() => Read([0xff, 0xfe], "", IdentityOf(DataFormat.Xml)));

    [Fact]
    public void A_wrong_signature_key_or_appid_and_a_missing_part_are_told_apart()
    {
        Assert.Contains("'MsgSignature' is wrong", ErrorOf(Seal(Text, token: "other")), StringComparison.Ordinal);
        Assert.Contains(
            "cannot be opened",
            ErrorOf(Seal(Text, key: "0123456789012345678901234567890123456789012")),
            StringComparison.Ordinal);
        Assert.Contains("names the AppId 'wx2'", ErrorOf(Seal(Text, appId: "wx2")), StringComparison.Ordinal);
        Assert.Contains("lacks 'MsgSignature'", ErrorOf("<xml><Encrypt>x</Encrypt></xml>"), StringComparison.Ordinal);
        Assert.Contains("must be XML", ErrorOf(Seal("success")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_reply_means_nothing_to_a_plaintext_account() =>
        Assert.Throws<MalformedReplyException>(() => Read(Seal(Text), EncryptionMode.Plaintext));

    private static string Seal(string reply, string token = "t", string key = Key, string appId = "wx1")
    {
        var encrypt = new EnvelopeCipher(key).Seal(reply, appId, new byte[16]);
        var signature = Signature.Of(token, "1", "2", encrypt);
        return $"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt><MsgSignature>{signature}</MsgSignature>"
            + "<TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>";
    }

    private static string ErrorOf(string body) => Assert.Throws<MalformedReplyException>(() => Read(body, EncryptionMode.Safe)).Message;

    private static SimulatedReply Read(string body, EncryptionMode mode = EncryptionMode.Plaintext) =>
        Read(Encoding.UTF8.GetBytes(body), "", IdentityOf(DataFormat.Xml, mode));

    private static SimulatedReply ReadAnswerTo(string push, string body) =>
        Read(Encoding.UTF8.GetBytes(body), push, IdentityOf(DataFormat.Xml));

    private static SimulatedReply ReadAsMiniProgram(string body, DataFormat format) =>
        Read(Encoding.UTF8.GetBytes(body), "<MsgType>text</MsgType>", IdentityOf(format) with { Kind = AccountKind.MiniProgram });

    private static SimulatedReply Read(byte[] body, string push, PushIdentity identity)
    {
        var message = RenderedMessage.Read($"<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName>{push}</xml>");
        return new ReplyReader(identity, message).Read(body);
    }

    private static PushIdentity IdentityOf(DataFormat format, EncryptionMode mode = EncryptionMode.Plaintext) =>
        new("wx1", "gh_1", "t", Key, format, mode);
}
