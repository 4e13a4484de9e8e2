using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

public sealed class MessageContextTests
{
    private const string Body = """
        {"Content":"你好 \"😀\" \u4f60","MsgId":22277834746191186,"Price":1.50e2,"Empty":"","Null":null,"True":true,
         "Deep":{"Content":"deep","Hidden":"x"},"List":["Hidden"],"\u0045scaped":"yes","Last":"end"}
        """;

    [Theory]
    [InlineData("Content", "你好 \"😀\" 你")]
    [InlineData("MsgId", "22277834746191186")]
    [InlineData("Price", "1.50e2")]
    [InlineData("Empty", "")]
    [InlineData("Escaped", "yes")]
    [InlineData("Last", "end")]
    [InlineData("Null", null)]
    [InlineData("True", null)]
    [InlineData("Deep", null)]
    [InlineData("List", null)]
    [InlineData("Hidden", null)]
    [InlineData("content", null)]
    [InlineData("", null)]
    [InlineData("Absent", null)]
    public void A_field_is_read_as_text(string name, string? value) => Assert.Equal(value, Pushes.Message(Body).GetString(name));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("hello")]
    public void A_body_that_is_not_JSON_is_an_exception(string body)
        => Assert.ThrowsAny<JsonException>(() => Pushes.Message(body).GetString("Content"));

    [Fact]
    public void Its_head_is_what_the_message_says_of_itself()
    {
        var message = Pushes.Converted(msgId: "1");

        Assert.Equal(("gh_1", "oUser", "text", ""), (message.ToUserName, message.FromUserName, message.MsgType, message.Event));
        Assert.Equal(("", "", "", ""), HeadOf(Pushes.Message("{}")));
    }

    [Fact]
    public void Whether_a_reply_is_in_time_is_decided_once()
    {
        var inTime = Pushes.Message("{}");
        Assert.False(inTime.IsCutOff);
        Assert.True(inTime.TryAnswerInTime());
        Assert.False(inTime.TryCutOff());
        Assert.False(inTime.TryAnswerInTime());
        Assert.False(inTime.IsCutOff);

        var late = Pushes.Message("{}");
        Assert.True(late.TryCutOff());
        Assert.False(late.TryAnswerInTime());
        Assert.False(late.TryCutOff());
        Assert.True(late.IsCutOff);
    }

    [Fact]
    public async Task Whether_a_reply_is_in_time_is_decided_once_however_many_want_to()
    {
        for (var i = 0; i < 500; i++)
        {
            var message = Pushes.Message("{}");
            using var start = new Barrier(2);

            var decisions = await Task.WhenAll(
                Task.Run(() => Decide(start, message.TryAnswerInTime), TestContext.Current.CancellationToken),
                Task.Run(() => Decide(start, message.TryCutOff), TestContext.Current.CancellationToken));

            Assert.NotEqual(decisions[0], decisions[1]);
            Assert.Equal(decisions[1], message.IsCutOff);
        }
    }

    private static bool Decide(Barrier start, Func<bool> decide)
    {
        start.SignalAndWait(TestContext.Current.CancellationToken);
        return decide();
    }

    private static (string To, string From, string Type, string Event) HeadOf(MessageContext message)
        => (message.ToUserName, message.FromUserName, message.MsgType, message.Event);
}
