using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Transforms.Tests.Replies;

public sealed class BackendReplyTests
{
    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_read_as_the_backend_means_it(string json, Reply expected)
    {
        var reply = Read(json);

        Assert.IsType(expected.GetType(), reply);
        Assert.Equivalent(expected, reply, strict: true);
    }

    public static TheoryData<string, Reply> Replies() => new()
    {
        { """{"type":"text","msg":"hi"}""", new TextReply("hi") },
        { """{"msg":"hi"}""", new TextReply("hi") },
        { """{"type":"","msg":"hi"}""", new TextReply("hi") },
        { """{"type":null,"msg":"hi"}""", new TextReply("hi") },
        { """{"Type":"text","MSG":"hi"}""", new TextReply("hi") },
        { """{"type":"text","msg":" "}""", new TextReply(" ") },
        { """{"type":"text","msg":"😀 你好 ]]> <&>\u0000\ud83d\ude00"}""", new TextReply("😀 你好 ]]> <&>\0😀") },
        { """{"type":"text","msg":"hi","title":null,"articles":null,"unknown":{"a":[1,{"b":null}]}}""", new TextReply("hi") },
        { """{"msg":"first","MSG":"last"}""", new TextReply("last") },
        { """ { "msg" : "hi" } """ + "\r\n\t", new TextReply("hi") },
        { "\uFEFF{\"msg\":\"hi\"}", new TextReply("hi") },
        { """{"type":"image","msg":"media"}""", new ImageReply("media") },
        { """{"type":"voice","msg":"media"}""", new VoiceReply("media") },
        { """{"type":"video","msg":"media","title":"t","desc":"d"}""", new VideoReply("media", "t", "d") },
        { """{"type":"video","msg":"media"}""", new VideoReply("media", "", "") },
        { """{"type":"music","msg":"thumb","title":"t","desc":"d","url":"u","hqUrl":"h"}""", new MusicReply("t", "d", "u", "h", "thumb") },
        { """{"type":"music","msg":"thumb","HQURL":"h"}""", new MusicReply("", "", "", "h", "thumb") },
        { """{"type":"music","title":"t","url":"u"}""", new MusicReply("t", "", "u", "", "") },
        { """{"type":"music","hqUrl":"h"}""", new MusicReply("", "", "", "h", "") },
        {
            """{"type":"news","articles":[{"title":"t","desc":"d","picUrl":"p","url":"u"}]}""",
            new NewsReply([new Article("t", "d", "p", "u")])
        },
        {
            """{"type":"news","articles":[{"PICURL":"p"},{}]}""",
            new NewsReply([new Article("", "", "p", ""), new Article("", "", "", "")])
        },
        { """{"type":"news","articles":[null,{"title":"t"},null]}""", new NewsReply([new Article("t", "", "", "")]) },
        { """{"type":"transfer_customer_service"}""", new TransferCustomerServiceReply(null) },
        { """{"type":"transfer_customer_service","kfAccount":"kf@a"}""", new TransferCustomerServiceReply("kf@a") },
    };

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF \n")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type":"success"}""")]
    [InlineData("""{"type":"success","msg":"hi"}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"text","msg":""}""")]
    [InlineData("""{"type":"text","msg":null}""")]
    [InlineData("""{"type":"image","msg":""}""")]
    [InlineData("""{"type":"voice"}""")]
    [InlineData("""{"type":"video","title":"t"}""")]
    [InlineData("""{"type":"music","title":"t"}""")]
    [InlineData("""{"type":"music","msg":""}""")]
    [InlineData("""{"type":"news"}""")]
    [InlineData("""{"type":"news","articles":null}""")]
    [InlineData("""{"type":"news","articles":[]}""")]
    [InlineData("""{"type":"news","articles":[null]}""")]
    [InlineData("""{"unknown":1}""")]
    public void A_backend_may_say_nothing(string json) => Assert.Same(Reply.Success, Read(json));

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"msg":"hi"}]""")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("\"success\"")]
    [InlineData("success")]
    [InlineData("<xml/>")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{}x")]
    [InlineData("{}\0")]
    [InlineData("""{"msg":"hi"} // comment""")]
    [InlineData("""{"msg":"hi",}""")]
    [InlineData("""{'msg':'hi'}""")]
    [InlineData("""{"msg":1}""")]
    [InlineData("""{"msg":true}""")]
    [InlineData("""{"msg":["hi"]}""")]
    [InlineData("""{"msg":{"a":"hi"}}""")]
    [InlineData("""{"type":1,"msg":"hi"}""")]
    [InlineData("""{"type":"Text","msg":"hi"}""")]
    [InlineData("""{"type":"unknown","msg":"hi"}""")]
    [InlineData("""{"type":"news","articles":{}}""")]
    [InlineData("""{"type":"news","articles":["a"]}""")]
    [InlineData("""{"type":"news","articles":[{"title":1}]}""")]
    [InlineData("""{"msg":"\ud83d"}""")]
    [InlineData("""{"\ud83d":"hi"}""")]
    [InlineData("{\"msg\":\"a\nb\"}")]
    public void What_is_no_reply_is_told_apart(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("{\"msg\":\"\xff\"}")]
    [InlineData("\xff\xfe{\0}\0")]
    public void What_is_no_UTF8_is_no_reply(string latin1) => Assert.Null(BackendReply.Read(Encoding.Latin1.GetBytes(latin1)));

    [Theory]
    [MemberData(nameof(Aliases))]
    public void The_names_of_WeChat_and_its_SDKs_mean_the_same(string json, Reply expected)
    {
        var read = BackendReply.Read(Encoding.UTF8.GetBytes(json), MessageHead.Unknown);

        Assert.IsType(expected.GetType(), read.Reply);
        Assert.Equivalent(expected, read.Reply, strict: true);
        Assert.Equal("", read.NotUnderstood);
    }

    public static TheoryData<string, Reply> Aliases() => new()
    {
        { """{"type":"text","content":"c"}""", new TextReply("c") },
        { """{"type":"text","Content":"c"}""", new TextReply("c") },
        { """{"type":"text","text":"c"}""", new TextReply("c") },
        { """{"content":"c"}""", new TextReply("c") },
        { """{"MsgType":"text","Content":"c"}""", new TextReply("c") },
        { """{"msgType":"text","content":"c","toUserName":"u","fromUserName":"g","createTime":1}""", new TextReply("c") },
        { """{"msg_type":"Text","content":"c"}""", new TextReply("c") },
        { """{"touser":"o","msgtype":"text","text":{"content":"c"}}""", new TextReply("c") },
        { """{"type":"image","mediaId":"M"}""", new ImageReply("M") },
        { """{"type":"image","media_id":"M"}""", new ImageReply("M") },
        { """{"MsgType":"image","Image":{"MediaId":"M"}}""", new ImageReply("M") },
        { """{"type":"voice","MediaID":"M"}""", new VoiceReply("M") },
        { """{"msgtype":"voice","voice":{"media_id":"M"}}""", new VoiceReply("M") },
        { """{"type":"video","mediaId":"M","title":"t","description":"d"}""", new VideoReply("M", "t", "d") },
        { """{"MsgType":"video","Video":{"MediaId":"M","Title":"t","Description":"d"}}""", new VideoReply("M", "t", "d") },
        {
            """{"type":"music","title":"t","description":"d","musicUrl":"u","hqMusicUrl":"h","thumbMediaId":"M"}""",
            new MusicReply("t", "d", "u", "h", "M")
        },
        { """{"type":"music","music_url":"u","hq_music_url":"h","thumb_media_id":"M"}""", new MusicReply("", "", "u", "h", "M") },
        { """{"type":"music","musicurl":"u"}""", new MusicReply("", "", "u", "", "") },
        {
            """{"MsgType":"music","Music":{"Title":"t","Description":"d","MusicUrl":"u","HQMusicUrl":"h","ThumbMediaId":"M"}}""",
            new MusicReply("t", "d", "u", "h", "M")
        },
        {
            """{"msgtype":"music","music":{"title":"t","description":"d","musicurl":"u","hqmusicurl":"h","thumb_media_id":"M"}}""",
            new MusicReply("t", "d", "u", "h", "M")
        },
        {
            """{"type":"news","articles":[{"title":"t","description":"d","picurl":"p","link":"u"}]}""",
            new NewsReply([new Article("t", "d", "p", "u")])
        },
        {
            """{"type":"news","articles":[{"title":"t","pic_url":"p"}]}""",
            new NewsReply([new Article("t", "", "p", "")])
        },
        { """{"type":"news","articles":[{"title":"t","image":"i"}]}""", new NewsReply([new Article("t", "", "i", "")]) },
        { """{"articles":[{"title":"t"}]}""", new NewsReply([new Article("t", "", "", "")]) },
        {
            """{"MsgType":"news","ArticleCount":1,"Articles":[{"Title":"t","Description":"d","PicUrl":"p","Url":"u"}]}""",
            new NewsReply([new Article("t", "d", "p", "u")])
        },
        { """{"MsgType":"news","ArticleCount":1,"Articles":{"item":{"Title":"t"}}}""", new NewsReply([new Article("t", "", "", "")]) },
        {
            """{"MsgType":"news","Articles":{"item":[{"Title":"t"},{"Title":"t2"}]}}""",
            new NewsReply([new Article("t", "", "", ""), new Article("t2", "", "", "")])
        },
        {
            """{"msgtype":"news","news":{"articles":[{"title":"t","description":"d","url":"u","picurl":"p"}]}}""",
            new NewsReply([new Article("t", "d", "p", "u")])
        },
        { """{"type":"transfer_customer_service","kf_account":"kf@a"}""", new TransferCustomerServiceReply("kf@a") },
        { """{"MsgType":"transfer_customer_service"}""", new TransferCustomerServiceReply(null) },
        { """{"MsgType":"transfer_customer_service","TransInfo":{"KfAccount":"kf@a"}}""", new TransferCustomerServiceReply("kf@a") },
    };

    [Theory]
    [MemberData(nameof(OursFirst))]
    public void An_alias_never_takes_the_place_of_our_own_name(string json, Reply expected) => Assert.Equal(expected, Read(json));

    public static TheoryData<string, Reply> OursFirst() => new()
    {
        { """{"type":"text","msg":"m","content":"c"}""", new TextReply("m") },
        { """{"content":"c","msg":"m","text":"t","message":1}""", new TextReply("m") },
        { """{"msg":"m","content":{"a":1},"media_id":7,"articles":null}""", new TextReply("m") },
        { """{"type":"text","msg":"","content":"c"}""", Reply.Success },
        { """{"type":"text","MsgType":"image","msg":"m"}""", new TextReply("m") },
        { """{"type":"image","msg":"m","mediaId":"M"}""", new ImageReply("m") },
        { """{"type":"music","url":"u","musicUrl":"U","msg":"m","thumbMediaId":"M"}""", new MusicReply("", "", "u", "", "m") },
        { """{"type":"success","content":"c"}""", Reply.Success },
        { """{"code":500,"message":"Internal error"}""", Reply.Success },
        { """{"MsgType":"event","Event":"x","msg":null}""", Reply.Success },
    };

    [Theory]
    [InlineData("""{"type":"text","contnt":"c"}""", true, "'contnt'")]
    [InlineData("""{"type":"image","imageId":"M","size":1}""", true, "'imageId', 'size'")]
    [InlineData("""{"type":"textt","msg":"m"}""", false, "type 'textt'")]
    [InlineData("""{"MsgType":"textt","Content":"m"}""", true, "type 'textt'")]
    [InlineData("""{"type":"te\nxt \u0001\u202e<b>","msg":"m"}""", false, "type 'te?xt????b?'")]
    [InlineData("""{"type":"raw"}""", false, "type 'raw'")]
    [InlineData("""{"type":"text","content":7}""", true, "'content'")]
    [InlineData("""{"msg":"m","foo":1}""", true, "'foo'")]
    [InlineData("""{"type":"news","articles":[{"title":"t","descr":"d"}]}""", true, "'articles.descr'")]
    [InlineData("""{"MsgType":"image","Image":{"Media":"d"}}""", true, "'image.Media'")]
    [InlineData("""{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}""", true, "'a', 'b', 'c', 'd', 'e'")]
    [InlineData("""{"type":"text","msg":"m"}""", true, "")]
    [InlineData("""{}""", true, "")]
    [InlineData("""not JSON""", false, "")]
    public void What_is_not_understood_is_named(string json, bool isReply, string names)
    {
        var read = BackendReply.Read(Encoding.UTF8.GetBytes(json), MessageHead.Unknown);

        Assert.Equal(names, read.NotUnderstood);
        Assert.Equal(isReply, read.Reply is not null);
    }

    [Fact]
    public void A_name_that_is_not_understood_is_short()
    {
        var read = BackendReply.Read(Encoding.UTF8.GetBytes($$"""{"{{new string('n', 500)}}":1}"""), MessageHead.Unknown);

        Assert.Equal($"'{new string('n', 40)}'", read.NotUnderstood);
    }

    [Theory]
    [InlineData("xpay_goods_deliver_notify", """{"ErrCode":0,"ErrMsg":"success"}""", true)]
    [InlineData("xpay_goods_deliver_notify", """{"ErrCode":1,"ErrMsg":"no stock"}""", true)]
    [InlineData("xpay_coin_pay_notify", """{"anything":{"at":["all"]}}""", true)]
    [InlineData("minigame_h5_goods_deliver_event", """{"ErrCode":0}""", true)]
    [InlineData("transport_get_agent_pos", """{"resultcode":0,"resultmsg":"ok","lng":116.397,"lat":39.9}""", true)]
    [InlineData("get_quota", """{"Quota":3.0}""", true)]
    [InlineData("add_waybill", """{"MsgType":"event","Event":"add_waybill","ResultCode":0}""", true)]
    [InlineData("open_product_receive_coupon", """{"ret_code":0,"ret_msg":"ok"}""", true)]
    [InlineData("of_next_year", """{"errcode":0,"errmsg":"ok"}""", true)]
    [InlineData("of_next_year", """{"ResultCode":"0"}""", true)]
    [InlineData("of_next_year", """{"ret_code":0}""", true)]
    [InlineData("of_next_year", """{"type":"raw","body":{"Code":1}}""", true)]
    [InlineData("subscribe", """{"type":"raw","body":{"Code":1}}""", true)]
    [InlineData("", """{"type":"raw","body":{"Code":1}}""", true)]
    [InlineData("of_next_year", """{"code":0,"msg":"ok"}""", false)]
    [InlineData("of_next_year", """{"errcode":0,"msg":"ok"}""", false)]
    [InlineData("subscribe", """{"errcode":0,"errmsg":"ok"}""", false)]
    [InlineData("CLICK", """{"ErrCode":0,"ErrMsg":"success"}""", false)]
    [InlineData("", """{"errcode":0,"errmsg":"ok"}""", false)]
    [InlineData("xpay_goods_deliver_notify", """{}""", false)]
    [InlineData("xpay_goods_deliver_notify", """{"type":"text","msg":"thanks"}""", false)]
    [InlineData("xpay_goods_deliver_notify", """{"MsgType":"text","Content":"thanks"}""", false)]
    public void An_object_of_WeChats_own_is_told_by_the_event_or_by_what_it_says(string eventName, string json, bool isRaw)
    {
        var head = eventName.Length == 0 ? new MessageHead { MsgType = "text" } : new MessageHead { MsgType = "event", Event = eventName };

        var reply = BackendReply.Read(Encoding.UTF8.GetBytes(json), head).Reply;

        Assert.NotNull(reply);
        Assert.Equal(isRaw, reply is RawReply);
    }

    [Theory]
    [InlineData("""{"ErrCode":0,"ErrCode":1}""")]
    [InlineData("""{"ErrCode":0,"a b":1}""")]
    [InlineData("""{"type":"raw","body":{"ErrCode":0,"ErrCode":1}}""")]
    [InlineData("""{"type":"raw","body":[{"ErrCode":0}]}""")]
    [InlineData("""{"type":"raw","body":"{}"}""")]
    public void An_object_that_WeChat_cannot_get_is_no_reply(string json)
    {
        var read = BackendReply.Read(
            Encoding.UTF8.GetBytes(json), new MessageHead { MsgType = "event", Event = "xpay_goods_deliver_notify" });

        Assert.Null(read.Reply);
        Assert.NotEmpty(read.NotUnderstood);
    }

    [Fact]
    public void Deep_JSON_is_no_reply()
    {
        foreach (var depth in new[] { 100, 30_000 })
        {
            Assert.Null(Read($$"""{"msg":"hi","unknown":{{new string('[', depth)}}{{new string(']', depth)}}}"""));
            Assert.Null(Read(new string('[', depth)));
        }
    }

    [Fact]
    public void Only_the_articles_that_WeChat_shows_are_taken()
    {
        var articles = string.Join(',', Enumerable.Range(1, 9).Select(number => $$"""{"title":"{{number}}"}"""));

        var news = Assert.IsType<NewsReply>(Read($$"""{"type":"news","articles":[{{articles}}]}"""));

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], news.Articles.Select(article => article.Title));
    }

    [Fact]
    public void Nothing_that_a_backend_writes_makes_it_throw()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ":", ",", "null", "\"type\"", "\"msg\"", "\"articles\"", "\"news\"", "\"text\"", "1", "\"\\ud800\"",
            " ", "\0", "\uFEFF", "\"content\"", "\"MsgType\"", "\"item\"", "\"body\"", "\"raw\"", "\"ErrCode\"", "{\"a\":",
        ];
        var wanting = new MessageHead { MsgType = "event", Event = "xpay_goods_deliver_notify" };
        Prop.ForAll(
                Gen.Elements(pieces).ListOf().ToArbitrary(),
                written => Read(string.Concat(written)) is null or not BackendAnswer
                    && BackendReply.Read(Encoding.UTF8.GetBytes(string.Concat(written)), wanting).NotUnderstood is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static Reply? Read(string json) => BackendReply.Read(Encoding.UTF8.GetBytes(json));
}
