using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.Pushes;

public sealed class PushSenderTests : SimulatorFixture
{
    private static readonly PushOptions Hasty = new() { Timeout = TimeSpan.FromMilliseconds(500) };

    [Fact]
    public async Task A_push_looks_as_WeChat_sends_it()
    {
        await using var gateway = await StartAsync(ScriptedGateway.Answers("success"));
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi").From("o1"), Cancellation);

        var push = Assert.Single(gateway.Received);
        Assert.Equal(["signature", "timestamp", "nonce", "openid"], push.Query.Keys);
        Assert.Equal(Signature.Of("push-token", push.Query["timestamp"], push.Query["nonce"]), push.Query["signature"]);
        Assert.Equal(
            Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            push.Query["timestamp"]);
        Assert.Equal(("o1", "Mozilla/4.0", "text/xml"), (push.Query["openid"], push.Headers["User-Agent"], push.Headers["Content-Type"]));
        Assert.DoesNotContain("traceparent", push.Headers.Keys);
        Assert.Equal(result.Message, push.Body);
        Assert.True(result.IsAnswered);
        Assert.True(result.Reply!.IsSilent);
        Assert.Null(result.ErrorShown);
    }

    [Fact]
    public async Task A_safe_push_shows_the_receiver_and_the_ciphertext_only()
    {
        Account.Encryption = EncryptionMode.Safe;
        await using var gateway = await StartAsync(ScriptedGateway.Answers(""));
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("secret words"), Cancellation);

        var push = Assert.Single(gateway.Received);
        Assert.StartsWith("<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n<Encrypt><![CDATA[", push.Body, StringComparison.Ordinal);
        var encrypt = EncryptOf(push);
        Assert.Equal("aes", push.Query["encrypt_type"]);
        Assert.Equal(Signature.Of("push-token", push.Query["timestamp"], push.Query["nonce"], encrypt), push.Query["msg_signature"]);
        var opened = new EnvelopeCipher(Key).Open(encrypt);
        Assert.Equal((result.Message, Account.AppId), (opened.Message, opened.ReceiverId));
        Assert.True(result.IsAnswered);
    }

    [Fact]
    public async Task A_compatible_push_carries_both()
    {
        Account.Encryption = EncryptionMode.Compatible;
        await using var gateway = await StartAsync(ScriptedGateway.Answers("success"));
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), Cancellation);

        var push = Assert.Single(gateway.Received);
        Assert.Contains("<Content><![CDATA[hi]]></Content>", push.Body, StringComparison.Ordinal);
        Assert.Equal(result.Message, new EnvelopeCipher(Key).Open(EncryptOf(push)).Message);
    }

    [Theory]
    [InlineData(EncryptionMode.Plaintext)]
    [InlineData(EncryptionMode.Compatible)]
    [InlineData(EncryptionMode.Safe)]
    public async Task A_json_account_gets_json_in_every_mode(EncryptionMode mode)
    {
        (Account.Format, Account.Encryption) = (DataFormat.Json, mode);
        await using var gateway = await StartAsync(ScriptedGateway.Answers("success"));
        await Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), Cancellation);

        var push = Assert.Single(gateway.Received);
        Assert.Equal("application/json", push.Headers["Content-Type"]);
        var body = System.Text.Json.Nodes.JsonNode.Parse(push.Body)!.AsObject();
        Assert.Equal("gh_1", (string)body["ToUserName"]!);
        Assert.Equal(mode != EncryptionMode.Plaintext, body.ContainsKey("Encrypt"));
        Assert.Equal(mode != EncryptionMode.Safe, body.ContainsKey("Content"));
    }

    [Fact]
    public async Task Without_an_answer_there_are_three_retries_of_the_same_bytes()
    {
        Account.Encryption = EncryptionMode.Safe;
        await using var gateway = await StartAsync(ScriptedGateway.Hangs);
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), Hasty, Cancellation);

        Assert.Equal(4, gateway.Received.Count);
        Assert.Single(gateway.Received.Select(push => (push.Body, push.Query["msg_signature"], push.Query["nonce"])).Distinct());
        Assert.Equal(4, gateway.Received.Select(push => push.Connection).Distinct().Count());
        Assert.All(result.Deliveries, delivery => Assert.Equal(DeliveryOutcome.TimedOut, delivery.Outcome));
        Assert.All(
            result.Deliveries,
            delivery => Assert.InRange(delivery.Elapsed, TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(10)));
        Assert.Equal(PushResult.ServiceFault, result.ErrorShown);
    }

    [Fact]
    public async Task Each_delivery_can_be_signed_anew_while_the_message_stays_the_same()
    {
        Account.Encryption = EncryptionMode.Safe;
        await using var gateway = await StartAsync(ScriptedGateway.Hangs, ScriptedGateway.Answers("success"));
        var result = await Simulator.PushAsync(
            Account.AppId,
            PushedMessage.Text("hi"),
            Hasty with { SignsEachDelivery = true },
            Cancellation);

        Assert.Equal(2, gateway.Received.Select(push => push.Query["msg_signature"]).Distinct().Count());
        Assert.Equal(
            [result.Message, result.Message],
            gateway.Received.Select(push => new EnvelopeCipher(Key).Open(EncryptOf(push)).Message));
        Assert.True(result.IsAnswered);
    }

    [Fact]
    public async Task A_broken_connection_causes_a_retry()
    {
        await using var gateway = await StartAsync(ScriptedGateway.Aborts, ScriptedGateway.Answers("success"));
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), Cancellation);

        Assert.Equal([DeliveryOutcome.Unreachable, DeliveryOutcome.Answered], result.Deliveries.Select(delivery => delivery.Outcome));
    }

    [Theory]
    [InlineData(403, DeliveryOutcome.Refused)]
    [InlineData(500, DeliveryOutcome.Refused)]
    [InlineData(302, DeliveryOutcome.Refused)]
    [InlineData(200, DeliveryOutcome.Malformed)]
    public async Task A_malformed_answer_ends_the_deliveries_and_the_user_sees_an_error(int status, DeliveryOutcome expected)
    {
        await using var gateway = await StartAsync(ScriptedGateway.Answers("nonsense", status));
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), Cancellation);

        var delivery = Assert.Single(result.Deliveries);
        Assert.Equal((expected, status, "nonsense"), (delivery.Outcome, delivery.Status, delivery.Body));
        Assert.NotNull(delivery.Problem);
        Assert.Null(result.Reply);
        Assert.Equal(PushResult.ServiceFault, result.ErrorShown);
    }

    [Fact]
    public async Task Retries_can_reach_other_replicas()
    {
        await using var first = await StartAsync(ScriptedGateway.Hangs);
        await using var second = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);
        await using var third = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        var options = Hasty with { UrlOfEachDelivery = [first.Url, second.Url, third.Url] };
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), options, Cancellation);

        Assert.True(result.IsAnswered);
        Assert.Equal((1, 1, 1), (first.Received.Count, second.Received.Count, third.Received.Count));
    }

    [Fact]
    public async Task A_caller_can_cancel_a_push()
    {
        await using var gateway = await StartAsync(ScriptedGateway.Hangs);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), giveUp.Token));
    }

    [Fact]
    public async Task Account_and_url_must_be_known()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Simulator.PushAsync("wxother", PushedMessage.Text("hi"), Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Simulator.PushAsync(Account.AppId, PushedMessage.Text("hi"), Cancellation));
    }

    private static string EncryptOf(ReceivedPush push) => System.Xml.Linq.XDocument.Parse(push.Body).Root!.Element("Encrypt")!.Value;

    private async Task<ScriptedGateway> StartAsync(params Func<Microsoft.AspNetCore.Http.HttpContext, ReceivedPush, Task>[] script)
    {
        var gateway = await ScriptedGateway.StartAsync(script);
        Account.GatewayUrl = gateway.Url;
        return gateway;
    }
}
