using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>What a trace shows when it is not just an answered push; and whose traces are continued.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string ClientsTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string TraceParent = $"00-{ClientsTrace}-b7ad6b7169203331-01";

    private OtlpCollector _collector = null!;
    private TestRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync(Cancelled);
        _rig = await TestRig.StartAsync(
            new HastenedTimeProvider(), Cancelled, [.. _collector.Settings("http/protobuf"), ("Records:Keep", "1.00:00:00")]);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task A_late_reply_belongs_to_the_trace_of_its_push()
    {
        var isReady = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };

        await _rig.PastDeadlineAsync(_rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")));
        isReady.SetResult();

        var root = await RootAsync(_rig.Gateway.Address);
        var late = await SpanAsync(root, "wechat.late_reply");
        var send = await SpanAsync(root, $"POST {ApiPath.CustomSend}");
        Assert.Equal("Late", root["wechat.outcome"]);
        Assert.Equal(("delivered", "0"), (late["wechat.result"], send["wechat.errcode"]));
        Assert.Equal(late.SpanId, send.ParentId);
    }

    [Fact]
    public async Task The_record_of_a_push_has_the_id_of_its_trace()
    {
        _rig.Backend.Answers("""{"msg":"hello"}""");
        await _rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"));
        using var client = new HttpClient();

        var found = new JsonElement();
        await Eventually.HoldsAsync(
            async () =>
            {
                var answer = await client.GetStringAsync(new Uri(_rig.Gateway.InternalAddress, $"/records/{TestRig.Plain}"), Cancelled);
                found = JsonDocument.Parse(answer).RootElement.GetProperty("records");
                return found.GetArrayLength() == 1;
            },
            "the record was written",
            Cancelled);

        Assert.Equal((await RootAsync(_rig.Gateway.Address)).TraceId, found[0].GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task A_failure_marks_the_step_and_the_push()
    {
        _rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "broken with details", status: 500);

        await _rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"));

        var root = await RootAsync(_rig.Gateway.Address);
        var forward = await SpanAsync(root, "wechat.forward");
        var reply = await SpanAsync(root, "wechat.reply");
        Assert.Equal([(true, "Failed"), (true, "500"), (true, "backend_failed")],
            new[] { root, forward, reply }.Select(span => (span.IsError, span["error.type"])));
        Assert.Equal("200", root["http.response.status_code"]);
    }

    [Fact]
    public async Task A_forged_push_is_marked_where_it_was_found_out_and_nothing_in_it_is_believed()
    {
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"), new PushOptions { TampersAfterSigning = true, MaxDeliveries = 1 });

        var root = await RootAsync(_rig.Gateway.Address);
        var verify = await SpanAsync(root, "wechat.verify");
        Assert.Equal((true, "wrong_signature"), (verify.IsError, verify.Status));
        Assert.Equal(("Forged", "403", false), (root["wechat.outcome"], root["http.response.status_code"], root.IsError));
        Assert.DoesNotContain(root.Tags.Keys, tag => tag is "wechat.user" or "wechat.message.type" or "wechat.message.id");
        Assert.DoesNotContain(_collector.Spans, span => span.TraceId == root.TraceId && span.Name == "wechat.open");
    }

    [Fact]
    public async Task A_retry_shows_that_it_waited()
    {
        var message = PushedMessage.Text("hi") with { MsgId = 7_000_000_000_000_000_001 };
        await _rig.PushAsync(TestRig.Plain, message);
        await _rig.PushAsync(TestRig.Plain, message);

        await Eventually.HoldsAsync(() => Roots(_rig.Gateway.Address).Count == 2, "both pushes were sent to the collector", Cancelled);
        var second = Assert.Single(Roots(_rig.Gateway.Address), span => span["wechat.outcome"] == "Retry");
        Assert.Equal("retry", (await SpanAsync(second, "wechat.ledger"))["wechat.result"]);
        Assert.Equal("same_reply", (await SpanAsync(second, "wechat.ledger.wait"))["wechat.result"]);
        Assert.Equal(Roots(_rig.Gateway.Address)[0]["wechat.user"], second["wechat.user"]);
    }

    [Fact]
    public async Task A_public_clients_trace_is_linked_and_not_continued()
    {
        await _rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"),
            new PushOptions { Headers = new Dictionary<string, string> { ["traceparent"] = TraceParent, ["baggage"] = "planted=a" } });

        var root = await RootAsync(_rig.Gateway.Address);
        Assert.NotEqual(ClientsTrace, root.TraceId);
        Assert.Equal("", root.ParentId);
        Assert.Equal([ClientsTrace], root.LinkedTraces);
        Assert.Contains(root.TraceId, _rig.Backend.OnlyCall.Headers["traceparent"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_clients_baggage_goes_nowhere()
    {
        await using var weChat = await ScriptedBackend.StartAsync(Cancelled);
        weChat.Answers("""{"access_token":"t","expires_in":7200,"openid":"o","subscribe":1}""");
        await using var rig = await TestRig.StartAsync(
            Cancelled, [.. _collector.Settings("http/protobuf"), ("WeChat:ApiUrl", weChat.Address)]);
        string[] names = ["baggage", "Correlation-Context"];

        await rig.PushAsync(
            TestRig.Plain, PushedMessage.Text("hi"), new PushOptions { Headers = names.ToDictionary(name => name, _ => "planted=a") });

        var root = await RootAsync(rig.Gateway.Address);
        Assert.Contains(weChat.Calls, call => call.Path == ApiPath.UserInfo);
        Assert.All([.. weChat.Calls, rig.Backend.OnlyCall], call
            => Assert.DoesNotContain(call.Headers.Keys, name => names.Contains(name, StringComparer.OrdinalIgnoreCase)));
        Assert.DoesNotContain(_collector.Spans.Where(span => span.TraceId == root.TraceId), span
            => span.ToString().Contains("planted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backends_trace_is_continued_to_WeChat()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(_rig.Gateway.InternalAddress, $"/wxapi/{TestRig.Safe}{ApiPath.MenuGet}?openid=oPlanted"));
        request.Headers.Add("traceparent", TraceParent);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using var response = await client.SendAsync(request, Cancelled);

        await Eventually.HoldsAsync(() => Roots(_rig.Gateway.InternalAddress).Count == 1, "the call was sent to the collector", Cancelled);
        var root = Roots(_rig.Gateway.InternalAddress)[0];
        Assert.Equal((ClientsTrace, "b7ad6b7169203331"), (root.TraceId, root.ParentId));
        var call = await SpanAsync(root, $"GET {ApiPath.MenuGet}");
        Assert.Equal((TestRig.Safe, ApiPath.MenuGet), (call["wechat.service"], call["url.path"]));
        Assert.DoesNotContain(_collector.Spans.Where(span => span.TraceId == ClientsTrace), span
            => span.ToString().Contains("oPlanted", StringComparison.Ordinal));
    }

    /// <summary>
    /// Returns the spans of a gateway's requests. Other tests' spans come too: a source is heard in the whole process. For the same reason
    /// a span comes twice where two gateways of the process send to one collector.
    /// </summary>
    private List<ReceivedSpan> Roots(Uri address)
        => [.. _collector.Spans.Where(span => span.Source == "Microsoft.AspNetCore"
            && span["server.port"] == address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .DistinctBy(span => span.SpanId)];

    private async Task<ReceivedSpan> RootAsync(Uri address)
    {
        await Eventually.HoldsAsync(() => Roots(address).Count > 0, "the push was sent to the collector", Cancelled);
        return Assert.Single(Roots(address));
    }

    private async Task<ReceivedSpan> SpanAsync(ReceivedSpan root, string name)
    {
        await Eventually.HoldsAsync(() => _collector.Spans.Any(span => span.TraceId == root.TraceId && span.Name == name),
            $"'{name}' was sent to the collector", Cancelled);
        return Assert.Single(
            _collector.Spans.Where(span => span.TraceId == root.TraceId && span.Name == name).DistinctBy(span => span.SpanId));
    }
}
