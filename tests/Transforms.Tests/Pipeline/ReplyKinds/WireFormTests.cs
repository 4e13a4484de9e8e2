using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;
using WireJson = WxYarpGateway.Transforms.Conversion.ReplyJson;
using WireXml = WxYarpGateway.Transforms.Conversion.ReplyXml;

namespace WxYarpGateway.Transforms.Tests.Pipeline.ReplyKinds;

/// <summary>Every kind of reply in its five forms: passive XML, passive JSON, customer-service, stored, and the backend's JSON.</summary>
public sealed class WireFormTests
{
    private const string Cannot = "cannot";

    // An object with a value of every kind.
    private const string Every
        = """{"fee":1.50,"id":9007199254740993,"ok":true,"no":null,"text":"]]>\u0001<&","in":{"a":[1,"b",{"c":[]}]},"grid":[[1,2],[3]]}""";

    private static readonly MessageHead Head = new() { FromUserName = "oUser", ToUserName = "gh_1" };

    private static readonly Dictionary<Type, Form[]> Forms = new()
    {
        [typeof(TextReply)] =
        [
            new(
                new TextReply("]]>你好\0"),
                "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[]]]]><![CDATA[>你好]]></Content>",
                """ "MsgType":"text","Content":"]]>你好" """,
                """ "msgtype":"text","text":{"content":"]]>你好"} """,
                """{"kind":"text","Content":"]]>你好\u0000"}""",
                """{"type":"text","msg":"]]>你好\u0000"}"""),
        ],
        [typeof(ImageReply)] =
        [
            new(
                new ImageReply("m"),
                "<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[m]]></MediaId></Image>",
                """ "MsgType":"image","Image":{"MediaId":"m"} """,
                """ "msgtype":"image","image":{"media_id":"m"} """,
                """{"kind":"image","MediaId":"m"}""",
                """{"type":"image","msg":"m"}"""),
        ],
        [typeof(VoiceReply)] =
        [
            new(
                new VoiceReply("m"),
                "<MsgType><![CDATA[voice]]></MsgType><Voice><MediaId><![CDATA[m]]></MediaId></Voice>",
                """ "MsgType":"voice","Voice":{"MediaId":"m"} """,
                """ "msgtype":"voice","voice":{"media_id":"m"} """,
                """{"kind":"voice","MediaId":"m"}""",
                """{"type":"voice","msg":"m"}"""),
        ],
        [typeof(VideoReply)] =
        [
            new(
                new VideoReply("m", "t", "d"),
                "<MsgType><![CDATA[video]]></MsgType><Video><MediaId><![CDATA[m]]></MediaId>"
                    + "<Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description></Video>",
                """ "MsgType":"video","Video":{"MediaId":"m","Title":"t","Description":"d"} """,
                """ "msgtype":"video","video":{"media_id":"m","thumb_media_id":"m","title":"t","description":"d"} """,
                """{"kind":"video","MediaId":"m","Title":"t","Description":"d"}""",
                """{"type":"video","msg":"m","title":"t","desc":"d"}"""),
        ],
        [typeof(MusicReply)] =
        [
            new(
                new MusicReply("t", "d", "u", "h", "m"),
                "<MsgType><![CDATA[music]]></MsgType><Music><Title><![CDATA[t]]></Title>"
                    + "<Description><![CDATA[d]]></Description><MusicUrl><![CDATA[u]]></MusicUrl>"
                    + "<HQMusicUrl><![CDATA[h]]></HQMusicUrl><ThumbMediaId><![CDATA[m]]></ThumbMediaId></Music>",
                """ "MsgType":"music","Music":{"Title":"t","Description":"d","MusicUrl":"u","HQMusicUrl":"h","ThumbMediaId":"m"} """,
                """ "msgtype":"music","music":{"title":"t","description":"d","musicurl":"u","hqmusicurl":"h","thumb_media_id":"m"} """,
                """{"kind":"music","Title":"t","Description":"d","Url":"u","HighQualityUrl":"h","ThumbMediaId":"m"}""",
                """{"type":"music","title":"t","desc":"d","url":"u","hqUrl":"h","msg":"m"}"""),
            new(
                new MusicReply("t", "", "u", "h", ""),
                "<MsgType><![CDATA[music]]></MsgType><Music><Title><![CDATA[t]]></Title>"
                    + "<Description><![CDATA[]]></Description><MusicUrl><![CDATA[u]]></MusicUrl>"
                    + "<HQMusicUrl><![CDATA[h]]></HQMusicUrl></Music>",
                """ "MsgType":"music","Music":{"Title":"t","Description":"","MusicUrl":"u","HQMusicUrl":"h"} """,
                """ "msgtype":"music","music":{"title":"t","description":"","musicurl":"u","hqmusicurl":"h"} """,
                """{"kind":"music","Title":"t","Description":"","Url":"u","HighQualityUrl":"h","ThumbMediaId":""}""",
                """{"type":"music","title":"t","url":"u","hqUrl":"h"}"""),
        ],
        [typeof(NewsReply)] =
        [
            new(
                new NewsReply([new Article("t", "d", "p", "u")]),
                "<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item>"
                    + "<Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description>"
                    + "<PicUrl><![CDATA[p]]></PicUrl><Url><![CDATA[u]]></Url></item></Articles>",
                """ "MsgType":"news","ArticleCount":1,"Articles":[{"Title":"t","Description":"d","PicUrl":"p","Url":"u"}] """,
                """ "msgtype":"news","news":{"articles":[{"title":"t","description":"d","url":"u","picurl":"p"}]} """,
                """{"kind":"news","Articles":[{"Title":"t","Description":"d","PictureUrl":"p","Url":"u"}]}""",
                """{"type":"news","articles":[{"title":"t","desc":"d","picUrl":"p","url":"u"}]}"""),
        ],
        [typeof(TransferCustomerServiceReply)] =
        [
            new(
                new TransferCustomerServiceReply("kf@a"),
                "<MsgType><![CDATA[transfer_customer_service]]></MsgType><TransInfo><KfAccount><![CDATA[kf@a]]></KfAccount></TransInfo>",
                """ "MsgType":"transfer_customer_service","TransInfo":{"KfAccount":"kf@a"} """,
                Cannot,
                """{"kind":"transfer_customer_service","Account":"kf@a"}""",
                """{"type":"transfer_customer_service","kfAccount":"kf@a"}"""),
            new(
                new TransferCustomerServiceReply(null),
                "<MsgType><![CDATA[transfer_customer_service]]></MsgType>",
                """ "MsgType":"transfer_customer_service" """,
                Cannot,
                """{"kind":"transfer_customer_service","Account":null}""",
                """{"type":"transfer_customer_service"}"""),
        ],
        [typeof(RawReply)] =
        [
            new(
                Raw("""{"ErrCode":0,"ErrMsg":"success"}"""),
                "<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>",
                """{"ErrCode":0,"ErrMsg":"success"}""",
                Cannot,
                """{"kind":"raw","Body":{"ErrCode":0,"ErrMsg":"success"}}""",
                """{"type":"raw","body":{"ErrCode":0,"ErrMsg":"success"}}""") { IsWhole = true },
            new(
                Raw(Every),
                "<xml><fee>1.50</fee><id>9007199254740993</id><ok>true</ok><no></no>"
                    + "<text><![CDATA[]]]]><![CDATA[><&]]></text><in><a>1</a><a><![CDATA[b]]></a><a></a></in>"
                    + "<grid><item>1</item><item>2</item></grid><grid><item>3</item></grid></xml>",
                """{"fee":1.50,"id":9007199254740993,"ok":true,"no":null,"text":"]]><&","in":{"a":[1,"b",{"c":[]}]},"grid":[[1,2],[3]]}""",
                Cannot,
                $$"""{"kind":"raw","Body":{{Every}}}""",
                $$"""{"type":"raw","body":{{Every}}}""") { IsWhole = true },
        ],
    };

    public static TheoryData<string> Kinds()
        => new(typeof(PassiveReply).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PassiveReply))).Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_reply_has_each_of_its_forms(string kind)
        => Assert.All(ExamplesOf(kind), form =>
        {
            var xml = Encoding.UTF8.GetString(WireXml.Write(form.Reply, Head, DateTimeOffset.UnixEpoch).Body.Span);
            var json = Encoding.UTF8.GetString(WireJson.Write(form.Reply, Head, DateTimeOffset.UnixEpoch).Body.Span);
            var sent = CustomerServiceMessage.Write(form.Reply, "oUser") is { } body ? Encoding.UTF8.GetString(body.Span) : Cannot;

            Assert.Equal(form.IsWhole ? form.Xml : $"<xml>{XmlAddresses}{form.Xml}</xml>", xml);
            Assert.Equal(form.IsWhole ? form.Json : "{" + JsonAddresses.Trim() + "," + form.Json.Trim() + "}", json);
            Assert.Equal(form.Sent == Cannot ? Cannot : $$"""{"touser":"oUser",{{form.Sent.Trim()}}}""", sent);
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_reply_is_read_back_from_the_store(string kind)
        => Assert.All(ExamplesOf(kind), form =>
        {
            var stored = Stored(form.Reply);
            var read = StoredReply.Read(stored);

            Assert.Equal(form.Stored, stored);
            Assert.IsType(form.Reply.GetType(), read);
            Assert.Equal(stored, Stored(read));
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_reply_is_read_from_what_a_backend_writes(string kind)
        => Assert.All(ExamplesOf(kind), form =>
        {
            var read = BackendReply.Read(Encoding.UTF8.GetBytes(form.Backend));

            Assert.IsType(form.Reply.GetType(), read);
            Assert.Equal(Stored(form.Reply), Stored(read));
        });

    [Fact]
    public void What_a_host_can_reply_is_success_or_has_forms()
        => Assert.All(
            typeof(Reply).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Reply)) && type != typeof(SuccessReply)),
            type => Assert.True(type.IsAssignableTo(typeof(PassiveReply)), $"A {type.Name} has no form."));

    private static Form[] ExamplesOf(string kind)
    {
        var forms = Forms.SingleOrDefault(entry => entry.Key.Name == kind).Value;
        Assert.True(forms is not null, $"A {kind} has no example here: show each of its forms.");
        return forms;
    }

    private static string Stored(Reply reply) => Encoding.UTF8.GetString(StoredReply.Write(reply));

    private const string XmlAddresses
        = "<ToUserName><![CDATA[oUser]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>0</CreateTime>";
    private const string JsonAddresses = """ "ToUserName":"oUser","FromUserName":"gh_1","CreateTime":0""";

    private static RawReply Raw(string json) => new(JsonDocument.Parse(json).RootElement);

    private sealed record Form(PassiveReply Reply, string Xml, string Json, string Sent, string Stored, string Backend)
    {
        public bool IsWhole { get; init; }
    }
}
