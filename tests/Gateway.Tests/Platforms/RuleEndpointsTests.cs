using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>Rules of the configuration and of the API, from the request to the message that they move.</summary>
public sealed class RuleEndpointsTests : IAsyncLifetime
{
    private const string Rules = "/platform/saas/rules";

    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            ("Records:Keep", "1.00:00:00"),
            ("Services:saas:Rules:0:Name", "fixed"),
            ("Services:saas:Rules:0:Priority", "1000"),
            ("Services:saas:Rules:0:When:Event", "fixed_*"),
            ("Services:saas:Rules:0:To:Backend", "bot"));
        _rig.Put(PlatformRig.Shop, authorizer => authorizer with { Tags = ["vip"] });
        _rig.Put(PlatformRig.Mini);
        _rig.Main.Answers("""{"msg":"from main"}""");
        _rig.Bot.Answers("""{"msg":"from bot"}""");
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_rule_takes_the_next_message_and_a_deleted_one_none_any_more()
    {
        var made = await AskAsync(HttpMethod.Post, Rules, """{"Name":"texts","When":{"MsgType":"text"},"To":{"Backend":"bot","Path":"/t/$APPID$/$EVENT$"}}""");
        Assert.Equal((201, $"{Rules}/texts"), (made.Status, made.Location));

        Assert.Equal("from bot", (await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("one"))).Reply?["Content"]);
        Assert.Equal(($"/t/{PlatformRig.Shop}/unknown", "saas"),
            (_rig.Bot.OnlyCall.Path, _rig.Bot.OnlyCall.Headers["X-WeChat-Service"].ToString()));
        Assert.Equal(204, (await AskAsync(HttpMethod.Delete, $"{Rules}/texts")).Status);
        Assert.Equal("from main", (await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("two"))).Reply?["Content"]);
        Assert.Equal(404, (await AskAsync(HttpMethod.Delete, $"{Rules}/texts")).Status);
        Assert.Equal(2, (await AskAsync(HttpMethod.Get, Rules)).Json.GetProperty("revision").GetInt32());
        Assert.Equal(
            2, (await AskAsync(HttpMethod.Get,
                "/health/ready")).Json.GetProperty("platforms").GetProperty("saas").GetProperty("rulesRevision").GetInt32());
    }

    [Fact]
    public async Task Each_change_of_a_rule_is_in_its_history_page_by_page()
    {
        const string History = "/platform/saas/rule-history";
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"texts","When":{"MsgType":"text"},"To":{"Backend":"bot"}}""");
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"others","To":{"Backend":"bot"}}""");
        await AskAsync(HttpMethod.Patch, $"{Rules}/texts", """{"Enabled":false}""");
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"texts","To":{"Backend":"bot"}}""");
        await AskAsync(HttpMethod.Delete, $"{Rules}/texts");

        var ofRule = (await AskAsync(HttpMethod.Get, $"{History}?rule=texts")).Json;
        var first = (await AskAsync(HttpMethod.Get, $"{History}?limit=3")).Json;
        var second = (await AskAsync(HttpMethod.Get, $"{History}?limit=3&after={first.GetProperty("next").GetString()}")).Json;

        Assert.Equal(["deleted 4 texts", "changed 3 texts", "added 1 texts"], Lines(ofRule));
        Assert.False(ofRule.GetProperty("changes")[0].GetProperty("definition").GetProperty("Enabled").GetBoolean());
        Assert.Equal(["deleted 4 texts", "changed 3 texts", "added 2 others"], Lines(first));
        Assert.Equal(["added 1 texts"], Lines(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Empty(Lines((await AskAsync(HttpMethod.Get, $"{History}?rule=nobody")).Json));
        Assert.Equal(400, (await AskAsync(HttpMethod.Get, $"{History}?limit=0")).Status);
        Assert.Equal(400, (await AskAsync(HttpMethod.Get, $"{History}?after=x")).Status);
        Assert.Equal(400, (await AskAsync(HttpMethod.Get, $"{History}?name=texts")).Status);

        static IEnumerable<string> Lines(JsonElement page) => page.GetProperty("changes").EnumerateArray().Select(change
            => $"{change.GetProperty("change")} {change.GetProperty("revision")} {change.GetProperty("rule")}");
    }

    [Fact]
    public async Task A_copy_goes_to_its_backend_and_the_other_one_replies()
    {
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"audit","When":{"Tag":"vip"},"To":{"Backend":"bot","Path":"/audit"},"Mode":"Copy"}""");

        Assert.Equal("from main", (await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"))).Reply?["Content"]);
        await Eventually.HoldsAsync(() => _rig.Bot.Calls.Count == 1, "the copy was delivered", Cancelled);

        Assert.Equal(("/audit", PlatformRig.Shop), (_rig.Bot.OnlyCall.Path, _rig.Bot.OnlyCall.Headers["X-WeChat-AppId"].ToString()));
        Assert.Equal(_rig.Main.OnlyCall.Body, _rig.Bot.OnlyCall.Body);
        await _rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("no tag"));
        Assert.Single(_rig.Bot.Calls);
    }

    [Fact]
    public async Task A_copy_target_that_hangs_delays_no_reply_and_gets_its_copy_in_the_end()
    {
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"audit","To":{"Backend":"bot"},"Mode":"Copy"}""");
        var release = new TaskCompletionSource();
        _rig.Bot.Script = async (_, _) => await release.Task;

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text($"{number}"))));

        Assert.All(replies, reply => Assert.Equal("from main", reply.Reply?["Content"]));
        release.SetResult();
        await Eventually.HoldsAsync(() => _rig.Bot.Calls.Count == 20, "all copies were delivered", Cancelled);
    }

    [Fact]
    public async Task A_dropped_message_reaches_nobody_and_WeChat_gets_success()
    {
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"noise","When":{"Event":"LOCATION"},"Mode":"Drop"}""");

        var result = await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Event("LOCATION"));

        Assert.True(result.IsAnswered);
        Assert.True(result.Reply!.IsSilent);
        Assert.Empty(_rig.Main.Calls);
    }

    [Fact]
    public async Task Who_edits_what_somebody_else_changed_meanwhile_is_told()
    {
        var tag = (await AskAsync(HttpMethod.Post, Rules, """{"Name":"a","To":{"Backend":"bot"}}""")).Tag;
        var changed = await AskAsync(HttpMethod.Patch, $"{Rules}/a", """{"Priority":5}""", tag);
        Assert.Equal((200, 5), (changed.Status, changed.Json.GetProperty("Priority").GetInt32()));
        Assert.NotEqual(tag, changed.Tag);

        Assert.Equal(412, (await AskAsync(HttpMethod.Put, $"{Rules}/a", """{"To":{"Backend":"main"}}""", tag)).Status);
        Assert.Equal(412, (await AskAsync(HttpMethod.Patch, $"{Rules}/a", """{"Priority":6}""", tag)).Status);
        Assert.Equal(412, (await AskAsync(HttpMethod.Delete, $"{Rules}/a", null, tag)).Status);
        Assert.Equal(412, (await AskAsync(HttpMethod.Put, $"{Rules}/b", """{"To":{"Backend":"main"}}""", tag)).Status);
        Assert.Equal(5, (await AskAsync(HttpMethod.Get, $"{Rules}/a")).Json.GetProperty("Priority").GetInt32());
        Assert.Equal(204, (await AskAsync(HttpMethod.Delete, $"{Rules}/a", null, changed.Tag)).Status);
    }

    [Fact]
    public async Task Rules_of_the_configuration_are_shown_and_cannot_be_changed()
    {
        var list = (await AskAsync(HttpMethod.Get, Rules)).Json.GetProperty("rules");

        Assert.Equal(("fixed", "configuration"), (list[0].GetProperty("Name").GetString(), list[0].GetProperty("source").GetString()));
        Assert.Equal(409, (await AskAsync(HttpMethod.Post, Rules, """{"Name":"Fixed","To":{"Backend":"bot"}}""")).Status);
        Assert.Equal(409, (await AskAsync(HttpMethod.Put, $"{Rules}/fixed", """{"To":{"Backend":"bot"}}""")).Status);
        Assert.Equal(409, (await AskAsync(HttpMethod.Patch, $"{Rules}/fixed", """{"Priority":1}""")).Status);
        Assert.Equal(409, (await AskAsync(HttpMethod.Delete, $"{Rules}/fixed")).Status);
        Assert.Equal(404, (await AskAsync(HttpMethod.Get, $"{Rules}/nothing")).Status);
        Assert.Equal(404, (await AskAsync(HttpMethod.Get, "/platform/nobody/rules")).Status);
        Assert.Equal(405, (await AskAsync(HttpMethod.Put, Rules, "{}")).Status);
    }

    [Fact]
    public async Task What_is_wrong_with_a_rule_is_said_all_at_once_each_by_its_path()
    {
        var answer = await AskAsync(HttpMethod.Post, Rules, """{"Name":"a","Prio":1,"When":{"MsgType":5},"To":{"Backend":"http://169.254.169.254/"}}""");

        Assert.Equal(400, answer.Status);
        Assert.Equal(
            ["Prio", "When.MsgType", "To.Backend"],
            answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()));
        Assert.Equal(413, (await AskAsync(HttpMethod.Post, Rules, $"{{\"Name\":\"{new string('a', 70_000)}\"}}")).Status);
    }

    [Fact]
    public async Task A_dry_run_says_what_each_rule_would_do_and_calls_nobody()
    {
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"copy","Priority":9,"When":{"Tag":"vip"},"To":{"Backend":"bot","Path":"/c/$MSGTYPE$"},"Mode":"Copy"}""");
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"first","Priority":5,"To":{"Backend":"bot"}}""");
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"second","To":{"Backend":"main"}}""");

        var answer = await AskAsync(HttpMethod.Post, $"{Rules}/test", $$"""{"appid":"{{PlatformRig.Shop}}","msgType":"text"}""");

        var matches = answer.Json.GetProperty("matches").EnumerateArray().ToList();
        Assert.Equal(
            ["copy Copies", "first Replies", "second None"],
            matches.Select(match => $"{match.GetProperty("rule").GetString()} {match.GetProperty("effect").GetString()}"));
        Assert.Equal("/c/text", matches[0].GetProperty("path").GetString());
        Assert.Empty(_rig.Bot.Calls);
        Assert.Equal(400, (await AskAsync(HttpMethod.Post, $"{Rules}/test", """{"appid":"wx1"}""")).Status);
        Assert.Equal(400, (await AskAsync(HttpMethod.Post, $"{Rules}/test", """{"appid":5,"msgtype":"text","colour":"red"}""")).Status);
    }

    [Fact]
    public async Task A_dry_run_shows_what_a_rule_would_change_that_is_not_there_yet()
    {
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"first","Priority":5,"To":{"Backend":"bot"}}""");

        var changed = await DryRunAsync("""{"Name":"first","Priority":5,"Mode":"Drop"}""");
        var added = await DryRunAsync("""{"Name":"before","Priority":9,"To":{"Backend":"bot"},"Mode":"Copy"}""");
        var wrong = await DryRunAsync("""{"Name":"","Priority":"x","To":{"Backend":"nobody"}}""");

        Assert.Equal(["first Drops"], Effects(changed.Json));
        Assert.Equal(["before Copies", "first Replies"], Effects(added.Json));
        Assert.Equal(400, wrong.Status);
        Assert.Equal(
            ["rule.Name", "rule.Priority", "rule.To.Backend"],
            wrong.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()).Order());
        Assert.Equal(1, (await AskAsync(HttpMethod.Get, Rules)).Json.GetProperty("revision").GetInt32());

        Task<Answer> DryRunAsync(string rule)
            => AskAsync(HttpMethod.Post, $"{Rules}/test", $$"""{"appid":"{{PlatformRig.Shop}}","msgType":"text","rule":{{rule}}}""");
    }

    /// <param name="isWatched">Whether somebody listens to YARP's events: YARP's own forwarder calls the backend then.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sample_is_sent_marked_and_a_long_answer_is_cut(bool isWatched)
    {
        using var traces = isWatched ? new Traces() : null;
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"clicks","When":{"Event":"CLICK"},"To":{"Backend":"bot","Path":"/x/$EVENT$"}}""");
        _rig.Bot.Script = (_, context) => ScriptedBackend.WriteAsync(context, new string('a', 1_000_000), 202);

        var answer = await AskAsync(HttpMethod.Post, $"{Rules}/clicks/send");

        Assert.Equal((200, 202, true),
            (answer.Status, answer.Json.GetProperty("status").GetInt32(), answer.Json.GetProperty("cut").GetBoolean()));
        Assert.InRange(answer.Json.GetProperty("body").GetString()!.Length, 1, 64 * 1024);
        Assert.Equal(("1", "/x/CLICK"), (_rig.Bot.OnlyCall.Headers["X-WeChat-Test"].ToString(), _rig.Bot.OnlyCall.Path));
        Assert.Equal(404, (await AskAsync(HttpMethod.Post, $"{Rules}/nothing/send")).Status);
    }

    [Fact]
    public async Task A_record_names_the_rule_and_a_replay_goes_by_the_rules_of_now()
    {
        await AskAsync(HttpMethod.Post, Rules, """{"Name":"texts","When":{"MsgType":"text"},"To":{"Backend":"bot"}}""");
        await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));
        JsonElement record = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                var records = (await AskAsync(HttpMethod.Get,
                    $"/platform/saas/records?appid={PlatformRig.Shop}")).Json.GetProperty("records");
                record = records.GetArrayLength() > 0 ? records[0] : default;
                return record.ValueKind == JsonValueKind.Object;
            },
            "there is a record",
            Cancelled);
        Assert.Equal(("texts", "bot", "saas"), (record.GetProperty("rule").GetString(), record.GetProperty("backend").GetString(),
            record.GetProperty("service").GetString()));

        await AskAsync(HttpMethod.Delete, $"{Rules}/texts");
        var replay = await AskAsync(HttpMethod.Post, $"/platform/saas/records/{record.GetProperty("id").GetString()}/replay");

        Assert.Equal(200, replay.Json.GetProperty("deliveries")[0].GetProperty("status").GetInt32());
        Assert.Equal("1", _rig.Main.OnlyCall.Headers["X-WeChat-Replay"].ToString());
        Assert.Single(_rig.Bot.Calls);
    }

    private static IEnumerable<string> Effects(JsonElement answer)
        => answer.GetProperty("matches").EnumerateArray()
            .Select(match => $"{match.GetProperty("rule").GetString()} {match.GetProperty("effect").GetString()}");

    private async Task<Answer> AskAsync(HttpMethod method, string path, string? body = null, string? tag = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(_rig.Gateway.InternalAddress, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(tag));
        }

        using var answer = await client.SendAsync(request, Cancelled);
        return new Answer(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(Cancelled),
            answer.Headers.ETag?.ToString(),
            answer.Headers.Location?.ToString());
    }

    private sealed record Answer(int Status, string Text, string? Tag, string? Location)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }
}
