using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.Pushes;

public sealed class DeliveriesTests : SimulatorFixture
{
    private const string Hello =
        "<xml><ToUserName>o1</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime>"
        + "<MsgType>text</MsgType><Content>hello</Content></xml>";

    private static readonly PushOptions Hasty = new() { Timeout = TimeSpan.FromMilliseconds(500) };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task WeChat_delivers_as_often_as_it_is_told_and_then_the_user_sees_an_error(int deliveries)
    {
        await using var gateway = await StartAsync(ScriptedGateway.Hangs);

        var result = await PushAsync(Hasty with { Timeout = TimeSpan.FromMilliseconds(100), MaxDeliveries = deliveries });

        Assert.Equal((deliveries, deliveries), (result.Deliveries.Count, gateway.Received.Count));
        Assert.Equal((PushResult.ServiceFault, null), (result.ErrorShown, result.AnsweredDelivery));
        Assert.Equal([ChatStepKind.Push, ChatStepKind.Error], Steps());
    }

    [Fact]
    public async Task The_first_delivery_that_is_answered_gives_the_user_the_reply_and_is_the_last()
    {
        await using var gateway = await StartAsync(ScriptedGateway.Hangs, ScriptedGateway.Hangs, ScriptedGateway.Answers(Hello));

        var result = await PushAsync(Hasty);

        Assert.Equal(
            [DeliveryOutcome.TimedOut, DeliveryOutcome.TimedOut, DeliveryOutcome.Answered],
            result.Deliveries.Select(delivery => delivery.Outcome));
        Assert.Equal([null, null, "hello"], result.Deliveries.Select(delivery => delivery.Reply?["Content"]));
        Assert.Equal((3, "hello", null), (result.AnsweredDelivery, result.Reply!["Content"], result.ErrorShown));
        Assert.Equal("hello", Simulator.Chats.Of(Account.AppId, "o1")[^1].Text);
    }

    [Fact]
    public async Task The_connection_is_closed_when_time_is_up()
    {
        var closed = new TaskCompletionSource();
        await using var gateway = await StartAsync((context, _) =>
        {
            context.RequestAborted.Register(() => closed.TrySetResult());
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await PushAsync(Hasty with { MaxDeliveries = 1 });

        await closed.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task An_answer_whose_body_does_not_end_is_none()
    {
        await using var gateway = await StartAsync(
            async (context, _) =>
            {
                context.Response.ContentLength = 7;
                await context.Response.WriteAsync("succ", context.RequestAborted);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            ScriptedGateway.Answers("success"));

        var result = await PushAsync(Hasty);

        Assert.Equal([DeliveryOutcome.TimedOut, DeliveryOutcome.Answered], result.Deliveries.Select(delivery => delivery.Outcome));
    }

    [Fact]
    public async Task Deliveries_can_go_to_the_replicas_in_turn()
    {
        await using var first = await StartAsync(ScriptedGateway.Aborts);
        await using var second = await ScriptedGateway.StartAsync(ScriptedGateway.Aborts);

        await PushAsync(Hasty with { MaxDeliveries = 5, UrlOfEachDelivery = [first.Url, second.Url], TakesUrlsInTurn = true });

        Assert.Equal((3, 2), (first.Received.Count, second.Received.Count));
    }

    [Fact]
    public async Task A_text_reply_may_have_2047_bytes_and_not_one_more()
    {
        await using var gateway = await StartAsync(
            ScriptedGateway.Answers(ReplyOf(new string('字', 682) + "a")),
            ScriptedGateway.Answers(ReplyOf(new string('字', 682) + "ab")));

        Assert.Null((await PushAsync(Hasty)).ErrorShown);
        var refused = await PushAsync(Hasty);
        Assert.Equal((PushResult.ServiceFault, DeliveryOutcome.Malformed), (refused.ErrorShown, refused.Last.Outcome));
        Assert.Contains("2048 bytes", refused.Last.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xpay_goods_deliver_notify", """<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>""", 0)]
    [InlineData("xpay_coin_pay_notify", "<xml><ErrCode>1</ErrCode><ErrMsg>no stock</ErrMsg></xml>", 1)]
    [InlineData("minigame_coin_deliver_completed", "<xml><ErrCode>0</ErrCode></xml>", 0)]
    [InlineData("add_waybill", "<xml><MsgType>event</MsgType><Event>add_waybill</Event><ResultCode>0</ResultCode></xml>", 0)]
    [InlineData("transport_add_tips", "<xml><resultcode>0</resultcode><resultmsg>ok</resultmsg></xml>", 0)]
    [InlineData("get_quota", "<xml><BizID>b</BizID><ResultCode>0</ResultCode><Quota>1.5</Quota></xml>", 0)]
    [InlineData("open_product_receive_coupon", "<xml><ret_code>0</ret_code></xml>", 0)]
    public async Task An_event_that_needs_a_result_object_is_retried_until_one_comes(string name, string answer, int code)
    {
        await using var gateway = await StartAsync(
            ScriptedGateway.Answers("success"),
            ScriptedGateway.Answers(""),
            ScriptedGateway.Answers("broken", 500),
            ScriptedGateway.Answers(Hello),
            ScriptedGateway.Answers(answer));

        var result = await PushAsync(Hasty with { MaxDeliveries = 6 }, PushedMessage.Event(name));

        Assert.Equal((5, true, code), (result.AnsweredDelivery, result.Reply!.IsObject, result.Reply.ResultCode));
        Assert.Equal("", result.Reply.MsgType);
        Assert.Equal([ChatStepKind.Push], Steps());
    }

    [Fact]
    public async Task A_result_object_is_read_sealed_and_in_JSON()
    {
        (Account.Format, Account.Encryption) = (DataFormat.Json, EncryptionMode.Safe);
        await using var gateway = await StartAsync(ScriptedGateway.Answers("""{"ErrCode":0}"""), (context, _) =>
        {
            var encrypt = new EnvelopeCipher(Key).Seal("""{"ErrCode":0,"ErrMsg":"success"}""", Account.AppId);
            var signature = Signature.Of("push-token", "1", "2", encrypt);
            return context.Response.WriteAsync(
                $$"""{"Encrypt":"{{encrypt}}","MsgSignature":"{{signature}}","TimeStamp":1,"Nonce":"2"}""");
        });

        var result = await PushAsync(Hasty, PushedMessage.Event("xpay_goods_deliver_notify"));

        Assert.Equal((2, "success", true), (result.AnsweredDelivery, result.Reply!["ErrMsg"], result.Reply.IsSealed));
        Assert.Contains("must be encrypted", result.Deliveries[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_object_with_an_error_causes_a_retry_when_the_options_say_so()
    {
        await using var gateway = await StartAsync(
            ScriptedGateway.Answers("<xml><ErrCode>1</ErrCode></xml>"),
            ScriptedGateway.Answers("<xml><ErrCode>0</ErrCode></xml>"));

        var result = await PushAsync(Hasty with { RepeatsRefusedObjects = true }, PushedMessage.Event("xpay_goods_deliver_notify"));

        Assert.Equal([1, 0], result.Deliveries.Select(delivery => delivery.Reply?.ResultCode));
    }

    [Fact]
    public async Task Other_events_may_have_a_result_object_but_events_of_a_chat_may_not()
    {
        await using var gateway = await StartAsync(
            ScriptedGateway.Answers("success"),
            ScriptedGateway.Answers("<xml><Outcome>1</Outcome></xml>"),
            ScriptedGateway.Answers("<xml><ErrCode>0</ErrCode></xml>"));

        Assert.True((await PushAsync(Hasty, PushedMessage.Event("new_delivery_event"))).IsAnswered);
        Assert.True((await PushAsync(Hasty, PushedMessage.Event("new_delivery_event"))).Reply!.IsObject);
        Assert.Equal(PushResult.ServiceFault, (await PushAsync(Hasty, PushedMessage.Event("subscribe"))).ErrorShown);
    }

    private static string ReplyOf(string text) => Hello.Replace("hello", text, StringComparison.Ordinal);

    private IEnumerable<ChatStepKind> Steps() => Simulator.Chats.Of(Account.AppId, "o1").Select(step => step.Kind);

    private Task<PushResult> PushAsync(PushOptions options, PushedMessage? message = null) =>
        Simulator.PushAsync(Account.AppId, (message ?? PushedMessage.Text("hi")).From("o1"), options, Cancellation);

    private async Task<ScriptedGateway> StartAsync(params Func<Microsoft.AspNetCore.Http.HttpContext, ReceivedPush, Task>[] script)
    {
        var gateway = await ScriptedGateway.StartAsync(script);
        Account.GatewayUrl = gateway.Url;
        return gateway;
    }
}
