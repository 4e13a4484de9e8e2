using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

public sealed class MessageIdentityTests
{
    private static readonly MessageHead Text = new()
    {
        MsgId = "1",
        FromUserName = "o1",
        ToUserName = "gh_1",
        CreateTime = "1700000000",
        MsgType = "text"
    };

    private static readonly MessageHead Event = Text with { MsgId = "", MsgType = "event", Event = "CLICK", EventKey = "menu" };

    [Fact]
    public void A_message_with_a_MsgId_is_that_of_its_user_and_service_whatever_else_it_says()
    {
        var identity = Of(Text);

        Assert.Equal(identity, Of(Text, """{"other":1}"""));
        Assert.Equal(identity, Of(Text with { CreateTime = "1700000001", ToUserName = "gh_2", Event = "x", EventKey = "y" }));
        Assert.NotEqual(identity, Of(Text with { MsgId = "2" }));
        Assert.NotEqual(identity, Of(Text with { FromUserName = "o2" }));
        Assert.NotEqual(identity, Of(Text with { FromUserName = "O1" }));
        Assert.NotEqual(identity, Of(Text, service: "another"));
    }

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("0123")]
    [InlineData("123")]
    [InlineData("+123")]
    [InlineData("123 ")]
    [InlineData("１２３")]
    [InlineData("A3F0-kx_51")]
    public void A_MsgId_is_itself_to_the_letter(string id)
    {
        var identity = Of(Text with { MsgId = id });

        Assert.Equal(identity, Of(Text with { MsgId = id, CreateTime = "1" }));
        foreach (var other in new[] { "18446744073709551615", "18446744073709551616", "0123", "123", "+123", "123 ", "１２３", "A3F0-kx_51",
            "0", "" })
        {
            Assert.Equal(other == id, identity == Of(Text with { MsgId = other }));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData(" ")]
    public void A_MsgId_of_0_is_none(string id)
    {
        Assert.Equal(Of(Text with { MsgId = "" }), Of(Text with { MsgId = id }));
        Assert.NotEqual(Of(Text with { MsgId = id }, """{"Content":"a"}"""), Of(Text with { MsgId = id }, """{"Content":"b"}"""));
        Assert.NotEqual(Of(Text with { MsgId = id }), Of(Text with { MsgId = id, CreateTime = "1700000001" }));
        Assert.NotEqual(Of(Event), Of(Event with { MsgId = id, EventKey = "other" }));
    }

    [Fact]
    public void Many_users_with_one_MsgId_are_all_told_apart()
        => Assert.Equal(
            100_000, Enumerable.Range(0, 100_000).Select(user => Of(Text with { FromUserName = $"oUser{user}" })).Distinct().Count());

    [Fact]
    public void An_event_is_what_it_says()
    {
        var identity = Of(Event);

        Assert.Equal(identity, Of(Event));
        Assert.NotEqual(identity, Of(Event with { CreateTime = "1700000001" }));
        Assert.NotEqual(identity, Of(Event with { Event = "VIEW" }));
        Assert.NotEqual(identity, Of(Event with { EventKey = "other" }));
        Assert.NotEqual(identity, Of(Event with { FromUserName = "o2" }));
        Assert.NotEqual(identity, Of(Event, service: "another"));

        // Two template messages sent within one second: only their content differs.
        Assert.NotEqual(identity, Of(Event, """{"MsgID":2}"""));
    }

    [Fact]
    public void An_event_is_never_taken_for_a_message()
        => Assert.NotEqual(Of(Text with { MsgId = "1700000000" }), Of(Event with { MsgType = "", Event = "", EventKey = "" }));

    [Fact]
    public void Fields_do_not_run_into_each_other()
    {
        Assert.NotEqual(Of(Event with { Event = "ab", EventKey = "c" }), Of(Event with { Event = "a", EventKey = "bc" }));
        Assert.NotEqual(Of(Text with { FromUserName = "ab", MsgId = "c" }), Of(Text with { FromUserName = "a", MsgId = "bc" }));
        Assert.NotEqual(Of(Text with { FromUserName = "bo1" }, service: "a"), Of(Text, service: "ab"));
    }

    [Fact]
    public void A_digest_is_half_a_SHA256_in_32_digits()
    {
        var text = new string('你', 10_000);

        var identity = new MessageIdentity(MessageIdentity.DigestOf(text));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32], identity.ToString());
        Assert.Equal(new string('0', 31) + "1", new MessageIdentity(1).ToString());
    }

    private static MessageIdentity Of(MessageHead head, string body = "{}", string service = "shop")
    {
        var message = Pushes.Message(body, Pushes.Service(name: service));
        message.Head = head;
        return MessageIdentity.Of(message);
    }
}
