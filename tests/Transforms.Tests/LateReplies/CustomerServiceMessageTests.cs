using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

public sealed class CustomerServiceMessageTests
{
    [Theory]
    [MemberData(nameof(Sendable))]
    public void A_reply_is_written_as_the_customer_service_API_wants_it(Reply reply, string json)
        => Assert.Equal($$"""{"touser":"oUser",{{json}}}""", Write(reply));

    public static TheoryData<Reply, string> Sendable() => new()
    {
        { new TextReply("hello"), """ "msgtype":"text","text":{"content":"hello"}""".Trim() },
        { new ImageReply("m"), """ "msgtype":"image","image":{"media_id":"m"}""".Trim() },
        { new VoiceReply("m"), """ "msgtype":"voice","voice":{"media_id":"m"}""".Trim() },
        {
            new VideoReply("m", "t", "d"),
            """ "msgtype":"video","video":{"media_id":"m","thumb_media_id":"m","title":"t","description":"d"}""".Trim()
        },
        {
            new MusicReply("t", "d", "u", "h", "m"),
            """ "msgtype":"music","music":{"title":"t","description":"d","musicurl":"u","hqmusicurl":"h","thumb_media_id":"m"}""".Trim()
        },
        {
            new NewsReply([new Article("t", "d", "p", "u"), new Article("t2", "d2", "p2", "u2")]),
            """ "msgtype":"news","news":{"articles":[{"title":"t","description":"d","url":"u","picurl":"p"}]}""".Trim()
        },
    };

    [Theory]
    [MemberData(nameof(Unsendable))]
    public void What_the_API_does_not_have_is_not_written(Reply reply) => Assert.Null(Write(reply));

    public static TheoryData<Reply> Unsendable() =>
    [
        Reply.Success,
        new TransferCustomerServiceReply("kf@a"),
        new NewsReply([]),
        RefusedReply.Forged,
    ];

    [Fact]
    public void Text_is_written_without_the_escapes_that_WeChat_refuses()
    {
        const string Text = "你好 \U0001F600 <&>' \u2028\u00a0\u007f\uFEFF \"quoted\" \\ / \r\n\t\0\u0001\u001f end";

        var json = Write(new TextReply(Text))!;

        Assert.DoesNotContain("\\u", json, StringComparison.Ordinal);
        Assert.Equal(
            Text.Replace("\0\u0001\u001f", "", StringComparison.Ordinal),
            JsonDocument.Parse(json).RootElement.GetProperty("text").GetProperty("content").GetString());
    }

    private static string? Write(Reply reply)
        => CustomerServiceMessage.Write(reply, "oUser") is { } body ? Encoding.UTF8.GetString(body.Span) : null;
}
