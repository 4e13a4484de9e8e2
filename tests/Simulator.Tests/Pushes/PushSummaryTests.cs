using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Simulator.Tests.Pushes;

public sealed class PushSummaryTests
{
    [Fact]
    public void A_push_is_summarized_in_one_line()
    {
        Assert.Equal("answered; the user sees nothing", Of(new SimulatedReply { Text = "success" }));
        Assert.Equal("the user sees after 2 deliveries: a b", Of(TextOf("a\nb"), deliveries: 2));
        Assert.Equal($"the user sees: {new string('x', 60)}…", Of(TextOf(new string('x', 61))));
        Assert.Equal("the user sees a message of type 'news'", Of(new SimulatedReply { Text = "<xml/>", MsgType = "news" }));
        Assert.Equal(
            "answered with a result object: {\"ErrCode\":0}",
            Of(new SimulatedReply { Text = "{\"ErrCode\":0}", IsObject = true, ResultCode = 0 }));
        Assert.Equal("not answered: nobody there", Of(reply: null));
    }

    private static SimulatedReply TextOf(string text) =>
        new() { Text = "<xml/>", MsgType = "text", Fields = new Dictionary<string, string> { ["Content"] = text } };

    private static string Of(SimulatedReply? reply, int deliveries = 1)
    {
        var delivery = new Delivery
        {
            Url = new Uri("http://127.0.0.1/"),
            SentBody = "",
            Outcome = reply is null ? DeliveryOutcome.Unreachable : DeliveryOutcome.Answered,
            Elapsed = TimeSpan.Zero,
            Reply = reply,
            Problem = reply is null ? "nobody there" : null,
        };
        return PushSummary.Of(new PushResult("", [.. Enumerable.Repeat(delivery, deliveries)]));
    }
}
