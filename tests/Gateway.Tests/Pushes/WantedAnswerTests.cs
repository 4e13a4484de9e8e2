using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>Events that WeChat wants an object of its own for, and what it must never be told in place of one.</summary>
public sealed class WantedAnswerTests
{
    private const string Delivered = """{"ErrCode":0,"ErrMsg":"success"}""";

    private static readonly PushOptions Once = new() { MaxDeliveries = 1 };

    [Theory]
    [InlineData(TestRig.Plain, DataFormat.Xml, "xpay_goods_deliver_notify")]
    [InlineData(TestRig.Safe, DataFormat.Xml, "xpay_coin_pay_notify")]
    [InlineData(TestRig.Json, DataFormat.Json, "xpay_subscribe_ios_refund_query_notify")]
    [InlineData(TestRig.Compatible, DataFormat.Xml, "minigame_coin_deliver_completed")]
    [InlineData(TestRig.Either, DataFormat.Json, "transport_add_order")]
    public async Task The_backends_object_reaches_WeChat_in_the_pushs_own_format(string appId, DataFormat format, string eventName)
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        rig.Accounts[appId].Format = format;
        rig.Backend.Answers("""{"ErrCode":1,"ErrMsg":"no stock <&>"}""");

        var result = await rig.PushAsync(appId, PushedMessage.Event(eventName));

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.Equal(appId != TestRig.Plain, result.Reply?.IsSealed);
        Assert.Equal(
            format == DataFormat.Json ? """{"ErrCode":1,"ErrMsg":"no stock <&>"}""" : "<xml><ErrCode>1</ErrCode><ErrMsg><![CDATA[no stock <&>]]></ErrMsg></xml>",
            result.Reply?.Text);
        Assert.Equal(
            format == DataFormat.Json ? "application/json" : "application/xml; charset=utf-8", result.Last.Headers["Content-Type"]);
        Assert.Equal(1, rig.Outcomes[appId, "Replied"]);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(429, Delivered)]
    [InlineData(404, Delivered)]
    [InlineData(200, "oops")]
    [InlineData(200, """{"type":"textt"}""")]
    public async Task A_failing_backend_is_asked_again_by_WeChats_next_delivery(int status, string body)
    {
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken,
            ($"Services:{TestRig.Safe}:Reply:WhenFailed", "Text"),
            ($"Services:{TestRig.Safe}:Reply:FailureText", "later"));
        rig.Backend.Script = (call, context) => ScriptedBackend.WriteAsync(context, body, status);
        var push = PushedMessage.Event("xpay_goods_deliver_notify") with { CreatedAt = DateTimeOffset.UtcNow };

        var first = await rig.PushAsync(TestRig.Safe, push, Once);
        rig.Backend.Answers(Delivered);
        var second = await rig.PushAsync(TestRig.Safe, push, Once);
        var third = await rig.PushAsync(TestRig.Safe, push, Once);

        Assert.Equal(503, first.Last.Status);
        Assert.Equal("", first.Last.Body);
        Assert.All([second, third], result
            => Assert.Equal("<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>", result.Reply?.Text));
        Assert.Equal(2, rig.Backend.Calls.Count);
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Failed"]);
    }

    [Theory]
    [InlineData("xpay_goods_deliver_notify", """{"ErrCode":1,"ErrMsg":"no stock"}""", """{"ErrCode":0,"ErrMsg":"success"}""")]
    [InlineData("transport_add_order", """{"resultcode":"9"}""", """{"resultcode":"0"}""")]
    [InlineData("open_product_receive_coupon", """{"ret_code":-1}""", """{"ret_code":0}""")]
    public async Task What_the_backend_refused_it_may_do_when_WeChat_comes_again(string eventName, string refusal, string done)
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        var push = PushedMessage.Event(eventName) with { CreatedAt = DateTimeOffset.UtcNow };

        rig.Backend.Answers(refusal);
        Assert.Equal(refusal, await PushAsync());
        rig.Backend.Answers(done);
        Assert.Equal(done, await PushAsync());
        rig.Backend.Answers(refusal);
        Assert.Equal(done, await PushAsync());
        Assert.Equal(2, rig.Backend.Calls.Count);

        async Task<string?> PushAsync()
        {
            rig.Accounts[TestRig.Safe].Format = DataFormat.Json;
            return (await rig.PushAsync(TestRig.Safe, push, Once)).Reply?.Text;
        }
    }

    [Fact]
    public async Task A_late_answer_is_there_when_WeChat_comes_again()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), TestContext.Current.CancellationToken);
        var isReady = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, Delivered);
        };
        var push = PushedMessage.Event("xpay_goods_deliver_notify") with { CreatedAt = DateTimeOffset.UtcNow };

        var first = await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, push, Once));
        isReady.SetResult();
        var again = first;
        for (var delivery = 2; again.Last.Status == 503; delivery++)
        {
            again = await rig.PushAsync(TestRig.Safe, push, Once);
        }

        Assert.Equal(503, first.Last.Status);
        Assert.Equal("<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>", again.Reply?.Text);
        Assert.Single(rig.Backend.Calls);
        Assert.Empty(rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task The_echo_delivers_no_goods()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(503, (await rig.PushAsync(TestRig.Echo, PushedMessage.Event("xpay_goods_deliver_notify"), Once)).Last.Status);
    }
}
