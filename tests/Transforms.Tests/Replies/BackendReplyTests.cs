using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Messages;
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
        { """{"type":"news","articles":[{"title":"t","desc":"d","picUrl":"p","url":"u"}]}""", new NewsReply([new Article("t", "d", "p", "u")]) },
        { """{"type":"news","articles":[{"PICURL":"p"},{}]}""", new NewsReply([new Article("", "", "p", ""), new Article("", "", "", "")]) },
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
    [InlineData("""{"type":"music","url":"u"}""")]
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
        string[] pieces = ["{", "}", "[", "]", ":", ",", "null", "\"type\"", "\"msg\"", "\"articles\"", "\"news\"", "\"text\"", "1", "\"\\ud800\"", " ", "\0", "\uFEFF"];
        Prop.ForAll(Gen.Elements(pieces).ListOf().ToArbitrary(), written => Read(string.Concat(written)) is null or not BackendAnswer)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static Reply? Read(string json) => BackendReply.Read(Encoding.UTF8.GetBytes(json));
}
