using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Envelopes;

namespace WxYarpGateway.Gateway.Tests.Tries;

/// <summary>Tests of services with pushes that the gateway sends itself.</summary>
public sealed class TryPushTests : IAsyncLifetime
{
    private const string User = "oTest";

    private TestRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Modes() => new(TestRig.WithBackend);

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(Cancelled, ("Records:Keep", "3.00:00:00"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task In_every_mode_a_test_goes_the_whole_way_and_shows_the_opened_reply(string service)
    {
        _rig.Backend.Answers("""{"msg":"你好"}""");

        var (status, answer) = await _rig.Gateway.TryAsync(service, "text", ("Content", "hi ]]> <&"), ("FromUserName", User));

        Assert.Equal((200, 200, "Replied"), (status, answer.GetProperty("status").GetInt32(), answer.Text("outcome")));
        var call = _rig.Backend.OnlyCall;
        Assert.Equal(("/msg/text", "1", "hi ]]> <&", User),
            (call.Path, call.Headers["X-WeChat-Test"].ToString(), call.Json.Text("Content"), call.Json.Text("FromUserName")));
        Assert.Equal(19, call.Headers["X-WeChat-Message-Id"].ToString().Length);
        Assert.Equal(("你好", User), (answer.GetProperty("reply").Text("Content"), answer.GetProperty("reply").Text("ToUserName")));
        Assert.Equal(service != TestRig.Plain, answer.GetProperty("encrypted").GetBoolean());
        Assert.Equal(service == TestRig.Json ? '{' : '<', answer.Text("answer")![0]);
        Assert.Empty(answer.Skipped());
        Assert.True(answer.GetProperty("took_ms").GetDouble() > 0);
    }

    [Fact]
    public async Task Each_test_is_a_new_message_of_now()
    {
        await _rig.Gateway.TryAsync(TestRig.Safe, "text");
        await _rig.Gateway.TryAsync(TestRig.Safe, "text");
        await _rig.Gateway.TryAsync(TestRig.Safe, "CLICK");
        await _rig.Gateway.TryAsync(TestRig.Safe, "CLICK");

        Assert.Equal(4, _rig.Backend.Calls.Count);
        Assert.Equal(4, _rig.Backend.Calls.Select(call => call.Headers["X-WeChat-Message-Id"].ToString()).Distinct().Count());
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.All(_rig.Backend.Calls, call => Assert.InRange(call.Json.GetProperty("CreateTime").GetInt64(), now - 60, now + 1));
    }

    [Fact]
    public async Task Every_sample_passes_and_is_what_its_name_says()
    {
        var (status, all) = await _rig.Gateway.AskAsync(HttpMethod.Get, "/try/samples");
        var samples = all.GetProperty("samples").EnumerateArray().ToList();

        Assert.Equal(200, status);
        Assert.Equal(samples.Count, samples.Select(sample => sample.Text("name")).Distinct(StringComparer.Ordinal).Count());
        foreach (var sample in samples)
        {
            var name = sample.Text("name")!;
            var (_, answer) = await _rig.Gateway.TryAsync(TestRig.Echo, name);

            // Some events want an object, which an echo is not.
            Assert.True(answer.Text("outcome") is "Replied" or "Nothing" or "Failed", $"{name}: {answer}");
            Assert.Contains(
                sample.Text("kind") == "event" ? $"<Event><![CDATA[{name}]]></Event>" : $"<MsgType><![CDATA[{name}]]></MsgType>",
                sample.Text("xml"),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fields_are_set_by_name_and_by_path()
    {
        await _rig.Gateway.TryAsync(TestRig.Safe, "location_select", ("SendLocationInfo.Label", "here"), ("New", "field"));

        var json = _rig.Backend.OnlyCall.Json;
        Assert.Equal(("here", "field"), (json.GetProperty("SendLocationInfo").Text("Label"), json.Text("New")));
    }

    [Fact]
    public async Task Xml_of_the_caller_is_sent_and_read_like_a_push()
    {
        var (status, answer) = await SendAsync(new JsonObject
        {
            ["xml"] = "<xml><MsgType>text</MsgType><Content>mine</Content><FromUserName>oMine</FromUserName><MsgId>1</MsgId></xml>",
            ["fields"] = new JsonObject { ["FromUserName"] = "oOther" },
        });

        Assert.Equal((200, "Nothing"), (status, answer.Text("outcome")));
        Assert.Equal(("mine", "oOther"), (_rig.Backend.OnlyCall.Json.Text("Content"), _rig.Backend.OnlyCall.Json.Text("FromUserName")));
        Assert.NotEqual("1", _rig.Backend.OnlyCall.Headers["X-WeChat-Message-Id"].ToString());
        Assert.Equal("success", answer.Text("answer"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("reply").ValueKind);
    }

    [Theory]
    [InlineData("""{"xml":"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><xml><MsgType>&y;</MsgType></xml>"}""", 400, "xml")]
    [InlineData("""{"xml":"nothing"}""", 400, "xml")]
    [InlineData("""{"xml":"<xml/>"}""", 400, "xml")]
    [InlineData("""{"xml":1}""", 400, "xml")]
    [InlineData("""{"xml":"<xml><a>1</a></xml>","sample":"text"}""", 400, "sample")]
    [InlineData("{}", 400, "sample")]
    [InlineData("[]", 400, "JSON object")]
    [InlineData("""{"sample":"none"}""", 404, "no such sample")]
    [InlineData("""{"sample":"TEXT"}""", 404, "no such sample")]
    [InlineData("""{"sample":"text","fields":[]}""", 400, "fields")]
    [InlineData("""{"sample":"text","fields":{"Content":{}}}""", 400, "fields.Content")]
    [InlineData("""{"sample":"text","fields":{"Content":"\u0001"}}""", 400, "fields.Content")]
    [InlineData("""{"sample":"text","fields":{"a b":"x"}}""", 400, "fields.a b")]
    [InlineData("""{"sample":"text","fields":{"No.Where":"x"}}""", 400, "fields.No.Where")]
    public async Task What_cannot_be_sent_is_refused_with_a_sentence(string order, int status, string word)
    {
        var answer = await _rig.Gateway.AskAsync(HttpMethod.Post, $"/try/{TestRig.Safe}/push", order);

        Assert.Equal(status, answer.Status);
        Assert.Contains(word, answer.Json.Text("errmsg"), StringComparison.Ordinal);
        Assert.Empty(_rig.Backend.Calls);
    }

    [Fact]
    public async Task Too_much_xml_and_unknown_services_are_refused()
    {
        var (status, _) = await SendAsync(new JsonObject { ["xml"] = $"<xml><a>{new string('x', 64 * 1024)}</a></xml>" });

        Assert.Equal(400, status);
        Assert.Equal(413, (await SendAsync(new JsonObject { ["xml"] = new string('x', 512 * 1024) })).Status);
        Assert.Equal(404, (await _rig.Gateway.TryAsync("nobody", "text")).Status);
        Assert.Equal(405, (await _rig.Gateway.AskAsync(HttpMethod.Get, $"/try/{TestRig.Safe}/push")).Status);
        Assert.Equal(405, (await _rig.Gateway.AskAsync(HttpMethod.Post, "/try/samples")).Status);
    }

    [Fact]
    public async Task A_test_is_told_from_what_others_send()
    {
        using var client = new HttpClient();
        var writer = new PushWriter("token-" + TestRig.Plain, null, TestRig.Plain, TimeProvider.System);
        using var push = writer.Plaintext(
            new Uri(_rig.Gateway.Address, $"/{TestRig.Plain}"),
            "<xml><FromUserName>oAda</FromUserName><MsgType>text</MsgType><Content>x</Content><MsgId>77</MsgId></xml>");
        push.Headers.TryAddWithoutValidation("X-WeChat-Test", "1");
        push.Headers.TryAddWithoutValidation("x_wechat_test", "1");
        using var answer = await client.SendAsync(push, Cancelled);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.DoesNotContain(_rig.Backend.OnlyCall.Headers, header => header.Key.Contains("test", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_late_reply_is_sent_to_nobody()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        var release = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await release.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };

        var (_, answer) = await rig.PastDeadlineAsync(rig.Gateway.TryAsync(TestRig.Safe, "text"));
        release.SetResult();

        Assert.Equal(("Late", "success"), (answer.Text("outcome"), answer.Text("answer")));
        Assert.Contains("customer-service message", answer.Skipped(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => rig.Results["dropped"] == 1, "the reply was dropped", Cancelled);
        Assert.Empty(rig.WeChat.SentMessages.All);
        Assert.Equal(0, rig.WeChat.Calls.Count("/cgi-bin/message/custom/typing"));
    }

    [Fact]
    public async Task The_rest_of_a_long_reply_is_sent_to_nobody()
    {
        _rig.Backend.Answers($$"""{"msg":"{{new string('好', 1500)}}"}""");

        var (_, answer) = await _rig.Gateway.TryAsync(TestRig.Safe, "text");

        Assert.Contains("rest of the reply", answer.Skipped(), StringComparison.Ordinal);
        Assert.Empty(_rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task What_no_backend_takes_is_not_queued_and_the_answer_is_what_WeChat_would_get()
    {
        _rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);

        var (status, answer) = await _rig.Gateway.TryAsync(TestRig.Safe, "text");

        Assert.Equal((200, 200, "success", "Failed"),
            (status, answer.GetProperty("status").GetInt32(), answer.Text("answer"), answer.Text("outcome")));
        Assert.Contains("delivered again", answer.Skipped(), StringComparison.Ordinal);
        var (_, queue) = await _rig.Gateway.AskAsync(HttpMethod.Get, $"/redelivery/{TestRig.Safe}");
        Assert.Equal((0, 0), (queue.GetProperty("waiting").GetInt32(), queue.GetProperty("leased").GetInt32()));
    }

    [Fact]
    public async Task A_test_leaves_a_record_that_its_answer_names()
    {
        var (_, answer) = await _rig.Gateway.TryAsync(TestRig.Safe, "text", ("Content", "noted"));

        var id = answer.Text("record");
        (int Status, JsonElement Json) record = default;
        await Eventually.HoldsAsync(
            async () => (record = await _rig.Gateway.AskAsync(HttpMethod.Get, $"/records/{TestRig.Safe}/{id}")).Status == 200,
            "the record is written",
            Cancelled);
        Assert.Equal("noted", record.Json.GetProperty("body").Text("Content"));
    }

    [Fact]
    public async Task A_copy_of_a_real_message_neither_answers_for_it_nor_gets_its_answer()
    {
        _rig.Backend.Script = (call, context)
            => ScriptedBackend.WriteAsync(context, $$"""{"msg":"{{(call.Headers.ContainsKey("X-WeChat-Test") ? "test" : "real")}}"}""");
        const string Xml =
            "<xml><FromUserName>oAda</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>CLICK</Event></xml>";

        await SendAsync(new JsonObject { ["xml"] = Xml });
        var real = await _rig.PushAsync(TestRig.Safe, PushedMessage.Event("CLICK").From("oAda"));
        var (_, test) = await SendAsync(new JsonObject { ["xml"] = Xml });

        Assert.Contains("real", real.Reply!["Content"], StringComparison.Ordinal);
        Assert.Equal("test", test.GetProperty("reply").Text("Content"));
    }

    [Fact]
    public async Task The_reply_kept_for_a_user_stays_kept()
    {
        await using var rig = await TestRig.StartAsync(
            new HastenedTimeProvider(),
            Cancelled,
            ($"Services:{TestRig.Safe}:Reply:WhenLate", "Retries"),
            ($"Services:{TestRig.Safe}:Reply:Deliveries", "1"));
        var release = new TaskCompletionSource();
        rig.Backend.Script = async (call, context) =>
        {
            if (call.Json.Text("Content") == "slow")
            {
                await release.Task;
            }

            await ScriptedBackend.WriteAsync(context, $$"""{"msg":"to {{call.Json.Text("Content")}}"}""");
        };
        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("slow").From("oAda")));
        release.SetResult();
        await Eventually.HoldsAsync(() => rig.Results["kept"] == 1, "the reply is kept", Cancelled);

        var (_, test) = await rig.Gateway.TryAsync(TestRig.Safe, "text", ("Content", "test"), ("FromUserName", "oAda"));
        var real = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("next").From("oAda"));

        Assert.Equal("to test", test.GetProperty("reply").Text("Content"));
        Assert.Contains("to slow", real.Reply!["Content"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_need_the_scopes_of_tests()
    {
        await using var gateway = await RunningGateway.StartAsync(
            new Dictionary<string, string?>
            {
                ["Gateway:Services:shop:AppId"] = "wx1",
                ["Gateway:Services:shop:Token"] = "t",
                ["Gateway:Services:shop:MessagePath"] = "/wx/shop",
                ["Gateway:InternalApiKeys:reader:Hash"] = Access.InternalListenerTests.DigestOf("reader"),
                ["Gateway:InternalApiKeys:reader:Scopes:0"] = "try:read",
                ["Gateway:InternalApiKeys:old:Hash"] = Access.InternalListenerTests.DigestOf("old"),
                ["Gateway:InternalApiKeys:old:Scopes:0"] = "api",
            },
            Cancelled);

        Assert.Equal(200, await StatusAsync(gateway, HttpMethod.Get, "/try/samples", "reader"));
        Assert.Equal(403, await StatusAsync(gateway, HttpMethod.Post, "/try/shop/push", "reader"));
        Assert.Equal(403, await StatusAsync(gateway, HttpMethod.Get, "/try/samples", "old"));
        Assert.Equal(401, await StatusAsync(gateway, HttpMethod.Get, "/try/samples", "none"));
    }

    private static async Task<int> StatusAsync(RunningGateway gateway, HttpMethod method, string path, string key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(gateway.InternalAddress, path));
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        using var answer = await client.SendAsync(request, Cancelled);
        return (int)answer.StatusCode;
    }

    private Task<(int Status, JsonElement Json)> SendAsync(JsonObject order)
        => _rig.Gateway.AskAsync(HttpMethod.Post, $"/try/{TestRig.Safe}/push", order.ToJsonString());
}
