using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WireJson = WxYarpGateway.Transforms.Conversion.ReplyJson;
using WireXml = WxYarpGateway.Transforms.Conversion.ReplyXml;

namespace WxYarpGateway.Transforms.Tests.Pipeline.ReplyKinds;

/// <summary>Every kind of reply has a form for each reader: WeChat in XML and in JSON, the customer-service API or the word that it cannot, the ledger.</summary>
public sealed class WireFormTests
{
    private const string Cannot = "cannot";

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
                """{"kind":"text","Content":"]]>你好\u0000"}"""),
        ],
        [typeof(ImageReply)] =
        [
            new(
                new ImageReply("m"),
                "<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[m]]></MediaId></Image>",
                """ "MsgType":"image","Image":{"MediaId":"m"} """,
                """ "msgtype":"image","image":{"media_id":"m"} """,
                """{"kind":"image","MediaId":"m"}"""),
        ],
        [typeof(VoiceReply)] =
        [
            new(
                new VoiceReply("m"),
                "<MsgType><![CDATA[voice]]></MsgType><Voice><MediaId><![CDATA[m]]></MediaId></Voice>",
                """ "MsgType":"voice","Voice":{"MediaId":"m"} """,
                """ "msgtype":"voice","voice":{"media_id":"m"} """,
                """{"kind":"voice","MediaId":"m"}"""),
        ],
        [typeof(VideoReply)] =
        [
            new(
                new VideoReply("m", "t", "d"),
                "<MsgType><![CDATA[video]]></MsgType><Video><MediaId><![CDATA[m]]></MediaId><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description></Video>",
                """ "MsgType":"video","Video":{"MediaId":"m","Title":"t","Description":"d"} """,
                """ "msgtype":"video","video":{"media_id":"m","thumb_media_id":"m","title":"t","description":"d"} """,
                """{"kind":"video","MediaId":"m","Title":"t","Description":"d"}"""),
        ],
        [typeof(MusicReply)] =
        [
            new(
                new MusicReply("t", "d", "u", "h", "m"),
                "<MsgType><![CDATA[music]]></MsgType><Music><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description><MusicUrl><![CDATA[u]]></MusicUrl>"
                    + "<HQMusicUrl><![CDATA[h]]></HQMusicUrl><ThumbMediaId><![CDATA[m]]></ThumbMediaId></Music>",
                """ "MsgType":"music","Music":{"Title":"t","Description":"d","MusicUrl":"u","HQMusicUrl":"h","ThumbMediaId":"m"} """,
                """ "msgtype":"music","music":{"title":"t","description":"d","musicurl":"u","hqmusicurl":"h","thumb_media_id":"m"} """,
                """{"kind":"music","Title":"t","Description":"d","Url":"u","HighQualityUrl":"h","ThumbMediaId":"m"}"""),
            new(
                new MusicReply("t", "", "u", "h", ""),
                "<MsgType><![CDATA[music]]></MsgType><Music><Title><![CDATA[t]]></Title><Description><![CDATA[]]></Description><MusicUrl><![CDATA[u]]></MusicUrl>"
                    + "<HQMusicUrl><![CDATA[h]]></HQMusicUrl></Music>",
                """ "MsgType":"music","Music":{"Title":"t","Description":"","MusicUrl":"u","HQMusicUrl":"h"} """,
                """ "msgtype":"music","music":{"title":"t","description":"","musicurl":"u","hqmusicurl":"h"} """,
                """{"kind":"music","Title":"t","Description":"","Url":"u","HighQualityUrl":"h","ThumbMediaId":""}"""),
        ],
        [typeof(NewsReply)] =
        [
            new(
                new NewsReply([new Article("t", "d", "p", "u")]),
                "<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description>"
                    + "<PicUrl><![CDATA[p]]></PicUrl><Url><![CDATA[u]]></Url></item></Articles>",
                """ "MsgType":"news","ArticleCount":1,"Articles":[{"Title":"t","Description":"d","PicUrl":"p","Url":"u"}] """,
                """ "msgtype":"news","news":{"articles":[{"title":"t","description":"d","url":"u","picurl":"p"}]} """,
                """{"kind":"news","Articles":[{"Title":"t","Description":"d","PictureUrl":"p","Url":"u"}]}"""),
        ],
        [typeof(TransferCustomerServiceReply)] =
        [
            new(
                new TransferCustomerServiceReply("kf@a"),
                "<MsgType><![CDATA[transfer_customer_service]]></MsgType><TransInfo><KfAccount><![CDATA[kf@a]]></KfAccount></TransInfo>",
                """ "MsgType":"transfer_customer_service","TransInfo":{"KfAccount":"kf@a"} """,
                Cannot,
                """{"kind":"transfer_customer_service","Account":"kf@a"}"""),
            new(
                new TransferCustomerServiceReply(null),
                "<MsgType><![CDATA[transfer_customer_service]]></MsgType>",
                """ "MsgType":"transfer_customer_service" """,
                Cannot,
                """{"kind":"transfer_customer_service","Account":null}"""),
        ],
        [typeof(RawReply)] =
        [
            new(
                Raw("""{"ErrCode":0,"ErrMsg":"success"}"""),
                "<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>",
                """{"ErrCode":0,"ErrMsg":"success"}""",
                Cannot,
                """{"kind":"raw","Body":{"ErrCode":0,"ErrMsg":"success"}}""") { IsWhole = true },
            new(
                Raw("""{"fee":1.50,"id":9007199254740993,"ok":true,"no":null,"text":"]]>\u0001<&","in":{"a":[1,"b",{"c":[]}]},"grid":[[1,2],[3]]}"""),
                "<xml><fee>1.50</fee><id>9007199254740993</id><ok>true</ok><no></no><text><![CDATA[]]]]><![CDATA[><&]]></text><in><a>1</a><a><![CDATA[b]]></a><a></a></in>"
                    + "<grid><item>1</item><item>2</item></grid><grid><item>3</item></grid></xml>",
                """{"fee":1.50,"id":9007199254740993,"ok":true,"no":null,"text":"]]><&","in":{"a":[1,"b",{"c":[]}]},"grid":[[1,2],[3]]}""",
                Cannot,
                """{"kind":"raw","Body":{"fee":1.50,"id":9007199254740993,"ok":true,"no":null,"text":"]]>\u0001<&","in":{"a":[1,"b",{"c":[]}]},"grid":[[1,2],[3]]}}""") { IsWhole = true },
        ],
    };

    /// <summary>Success is none of these: it is one word, never in a format.</summary>
    public static TheoryData<string> Kinds()
        => new(typeof(Reply).Assembly.GetTypes().Where(type => type.IsPublic && type.IsSubclassOf(typeof(Reply)) && type != typeof(SuccessReply)).Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_reply_has_each_of_its_forms(string kind)
    {
        var forms = Forms.SingleOrDefault(entry => entry.Key.Name == kind).Value;
        Assert.True(forms is not null, $"A {kind} has no forms in this test: say how WeChat, the customer-service API and the ledger see it.");
        Assert.All(forms, form =>
        {
            var xml = Encoding.UTF8.GetString(WireXml.Write(form.Reply, Head, DateTimeOffset.UnixEpoch).Body.Span);
            var json = Encoding.UTF8.GetString(WireJson.Write(form.Reply, Head, DateTimeOffset.UnixEpoch).Body.Span);
            var sent = CustomerServiceMessage.Write(form.Reply, "oUser") is { } body ? Encoding.UTF8.GetString(body.Span) : Cannot;
            var stored = Encoding.UTF8.GetString(StoredReply.Write(form.Reply));

            Assert.Equal(form.IsWhole ? form.Xml : $"<xml>{XmlAddresses}{form.Xml}</xml>", xml);
            Assert.Equal(form.IsWhole ? form.Json : "{" + JsonAddresses.Trim() + "," + form.Json.Trim() + "}", json);
            Assert.Equal(form.Sent == Cannot ? Cannot : $$"""{"touser":"oUser",{{form.Sent.Trim()}}}""", sent);
            Assert.Equal(form.Stored, stored);

            var read = StoredReply.Read(stored);
            Assert.IsType(form.Reply.GetType(), read);
            Assert.Equal(stored, Encoding.UTF8.GetString(StoredReply.Write(read)));
        });
    }

    private const string XmlAddresses = "<ToUserName><![CDATA[oUser]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>0</CreateTime>";
    private const string JsonAddresses = """ "ToUserName":"oUser","FromUserName":"gh_1","CreateTime":0""";

    private static RawReply Raw(string json) => new(JsonDocument.Parse(json).RootElement);

    private sealed record Form(Reply Reply, string Xml, string Json, string Sent, string Stored)
    {
        public bool IsWhole { get; init; }
    }
}
