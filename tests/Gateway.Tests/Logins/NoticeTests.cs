using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>Subscribe messages, from the phone's order to WeChat's call.</summary>
public sealed class NoticeTests
{
    private const string Send = "/cgi-bin/message/subscribe/send";

    // Nothing is slept away; a busy machine may need it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, object> Data = new() { ["thing1"] = new { value = "下雨了🌧" } };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_sent_at_its_time_as_WeChat_has_it()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();

        using var order = await rig.PostAsync(
            "/notify",
            new
            {
                template_id = "T1",
                data = JsonSerializer.Serialize(new { thing1 = new { value = "下雨了🌧", color = "#173177" }, number2 = new { value = 5 } }),
                active_at = "2020-01-01 08:00:00",
                page = "pages/index?a=1",
                description = "mine",
                formid = "old",
                emphasis_keyword = "thing1.DATA",
            },
            token: token);
        var id = order.RootElement.GetProperty("data").GetProperty("id").GetInt64();
        var sent = await ListedAsync(rig, token, id, status: 2);

        var call = Assert.Single(rig.WeChat.Script.Calls, call => call.Path == Send);
        Assert.Equal(
            """{"touser":"o-x","template_id":"T1","page":"pages/index?a=1","miniprogram_state":"formal","lang":"zh_CN","data":"""
            + """{"thing1":{"value":"下雨了🌧"},"number2":{"value":"5"}}}""",
            call.Body);
        Assert.Equal(("mine", ""), (sent.GetProperty("description").GetString(), sent.GetProperty("additional").GetString()));
    }

    [Fact]
    public async Task What_waits_is_listed_and_withdrawn_by_its_own_user_only()
    {
        await using var rig = await LoginRig.StartAsync();
        var (mine, others) = (await rig.LogInAsync(), await rig.LogInAsync("y"));
        var at = DateTimeOffset.UtcNow.AddDays(2).ToOffset(TimeSpan.FromHours(8));
        var id = await OrderAsync(rig, mine, $"{at:yyyy-MM-dd HH:mm:ss}");
        var second = await OrderAsync(rig, mine, $"{at:yyyy-MM-dd'T'HH:mm:sszzz}");

        Assert.Empty((await ListAsync(rig, others)).EnumerateArray());
        var listed = await ListAsync(rig, mine);
        Assert.Equal([id, second], listed.EnumerateArray().Select(notice => notice.GetProperty("id").GetInt64()));
        Assert.All(
            listed.EnumerateArray(),
            notice => Assert.Equal($"{at:yyyy-MM-dd HH:mm:ss}", notice.GetProperty("active_at").GetString()));
        using var foreign = await rig.SendAsync(HttpMethod.Delete, $"/notify/{id}", token: others);
        using var own = await rig.SendAsync(HttpMethod.Delete, $"/notify/{id}", token: mine);
        using var none = await rig.SendAsync(HttpMethod.Delete, "/notify", token: mine);

        Assert.Equal(3, await LoginRig.StatusOf(foreign));
        Assert.Equal(0, await LoginRig.StatusOf(own));
        Assert.Equal(3, await LoginRig.StatusOf(none));
        Assert.Equal(4, (await ListAsync(rig, mine))[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task An_operator_lists_what_waits_and_withdraws_it()
    {
        await using var rig = await LoginRig.StartAsync();
        var (mine, others) = (await rig.LogInAsync(), await rig.LogInAsync("y"));
        var id = await OrderAsync(rig, mine, $"{DateTimeOffset.UtcNow.AddDays(2):O}");
        await OrderAsync(rig, others, $"{DateTimeOffset.UtcNow.AddDays(2):O}");
        var waiting = await AskedAsync(rig, "?status=0");
        var user = waiting.Single(notice => notice.GetProperty("id").GetInt64() == id).GetProperty("user").GetInt64();

        using var foreign = await rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{user + 1}/notices/{id}");
        using var withdrawn = await rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{user}/notices/{id}");
        using var twice = await rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{user}/notices/{id}");
        using var unknown = await rig.AskAsync(HttpMethod.Get, "/login/mini/notices?status=5");

        Assert.Equal(2, waiting.Count);
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.BadRequest],
            new[] { foreign, withdrawn, twice, unknown }.Select(answer => answer.StatusCode));
        Assert.Equal([id], (await AskedAsync(rig, $"?user={user}&status=4")).Select(notice => notice.GetProperty("id").GetInt64()));
        Assert.Empty(await AskedAsync(rig, $"?user={user}&status=0"));
    }

    [Theory]
    [InlineData(43101, "user refuse to accept the msg")]
    [InlineData(40003, "invalid openid")]
    [InlineData(40037, "invalid template_id")]
    [InlineData(47003, "argument invalid! data.thing1.value is empty")]
    [InlineData(45168, "hit illegal keywords")]
    public async Task A_final_error_ends_the_notice_with_its_sentence(int errorCode, string message)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.WeChat.Script.When(Send, $$"""{"errcode":{{errorCode}},"errmsg":"{{message}}"}""");
        var token = await rig.LogInAsync();

        var failed = await ListedAsync(rig, token, await OrderAsync(rig, token), status: 3);

        Assert.Single(rig.WeChat.Script.Calls, call => call.Path == Send);
        Assert.Equal(errorCode, failed.GetProperty("errcode").GetInt32());
        Assert.NotEqual("", failed.GetProperty("additional").GetString());
        Assert.DoesNotContain("下雨了", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_under_way_to_the_user_is_waited_for()
    {
        await using var rig = await LoginRig.StartAsync();
        rig.WeChat.Script.WhenInTurn(Send, """{"errcode":43108,"errmsg":"concurrent"}""", """{"errcode":0,"errmsg":"ok"}""");
        var token = await rig.LogInAsync();

        var id = await OrderAsync(rig, token);
        await ListedAsync(rig, token, id, status: 2);

        Assert.Equal(2, rig.WeChat.Script.Calls.Count(call => call.Path == Send));
    }

    [Fact]
    public async Task A_message_that_may_have_been_sent_counts_as_sent_when_the_user_accepts_no_other()
    {
        await using var rig = await LoginRig.StartAsync();
        var tries = 0;
        rig.WeChat.Script.When(Send, (_, _) => Task.FromResult(tries++ == 0
            ? ScriptedWeChat.Json("", HttpStatusCode.BadGateway)
            : ScriptedWeChat.Json("""{"errcode":43101,"errmsg":"user refuse to accept the msg"}""")));
        var token = await rig.LogInAsync();

        var sent = await ListedAsync(rig, token, await OrderAsync(rig, token), status: 2);

        Assert.Equal((2, ""), (tries, sent.GetProperty("additional").GetString()));
    }

    [Fact]
    public async Task Two_hundred_due_at_once_over_two_replicas_are_sent_once_each_and_each_users_in_order()
    {
        await using var rig = await LoginRig.StartAsync();
        var second = await rig.StartReplicaAsync();
        var running = new ConcurrentDictionary<string, bool>();
        var overlaps = 0;
        rig.WeChat.Script.When(Send, async (call, cancellationToken) =>
        {
            var user = UserOf(call);
            _ = running.TryAdd(user, true) ? 0 : Interlocked.Increment(ref overlaps);

            // WeChat takes its time too.
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            running.TryRemove(user, out var _);
            return ScriptedWeChat.Json("""{"errcode":0}""");
        });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async user =>
        {
            var at = user % 2 == 0 ? rig.Gateway : second;
            var token = await rig.LogInAsync($"u{user}", at: at);
            for (var number = 0; number < 10; number++)
            {
                using var order = await rig.PostAsync("/notify", new { template_id = $"T{number}", data = Data }, token: token, at: at);
                Assert.Equal(0, order.RootElement.GetProperty("status").GetInt32());
            }
        }));
        await Eventually.HoldsAsync(
            () => Task.FromResult(rig.WeChat.Script.Calls.Count(call => call.Path == Send) >= 200), "all are sent", Cancelled, Patience);

        var sent = rig.WeChat.Script.Calls.Where(call => call.Path == Send).ToList();
        Assert.Equal(200, sent.Count);
        Assert.Equal(0, overlaps);
        Assert.All(
            sent.GroupBy(UserOf),
            user => Assert.Equal(Enumerable.Range(0, 10).Select(number => $"T{number}"), user.Select(TemplateOf)));
    }

    [Theory]
    [InlineData("""{"data":{"thing1":{"value":"x"}}}""")]
    [InlineData("""{"template_id":"T"}""")]
    [InlineData("""{"template_id":"T","data":{}}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":"x"}}""")]
    [InlineData("""{"template_id":"T","data":"not json"}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":{"value":"\ud800"}}}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":{"value":"x"}},"active_at":"tomorrow"}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":{"value":"x"}},"active_at":1735689600}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":{"value":"x"}},"active_at":"9999-12-31 23:59:59"}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":{"value":"x"}},"active_at":"0001-01-01T00:00:00+14:00"}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":{"value":"x"}},"miniprogram_state":"beta"}""")]
    [InlineData("""{"template_id":"T","data":{"thing1":{"value":"x"}},"lang":"de"}""")]
    public async Task A_bad_order_is_refused(string body)
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();

        using var answer = await rig.SendAsync(HttpMethod.Post, "/notify", token: token, body: new StringContent(body));
        using var anonymous = await rig.SendAsync(HttpMethod.Post, "/notify", body: new StringContent(body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3, await LoginRig.StatusOf(answer));
        Assert.Equal(10001, await LoginRig.StatusOf(anonymous));
    }

    [Fact]
    public async Task The_sixty_first_call_of_an_hour_is_too_much()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();
        for (var count = 0; count < 60; count++)
        {
            using var ok = await rig.SendAsync(HttpMethod.Get, "/notify", token: token);
            Assert.Equal(HttpStatusCode.OK, ok.StatusCode);
        }

        using var answer = await rig.SendAsync(HttpMethod.Get, "/notify", token: token);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static async Task<List<JsonElement>> AskedAsync(LoginRig rig, string query)
    {
        using var response = await rig.AskAsync(HttpMethod.Get, $"/login/mini/notices{query}");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        return [.. json.RootElement.Clone().GetProperty("notices").EnumerateArray()];
    }

    private static string UserOf(WeChatCall call) => FieldOf(call, "touser");

    private static string TemplateOf(WeChatCall call) => FieldOf(call, "template_id");

    private static string FieldOf(WeChatCall call, string name)
    {
        using var json = JsonDocument.Parse(call.Body);
        return json.RootElement.GetProperty(name).GetString()!;
    }

    private static async Task<long> OrderAsync(LoginRig rig, string token, string? at = null)
    {
        using var order = await rig.PostAsync("/notify", new { template_id = "T", data = Data, active_at = at }, token: token);
        return order.RootElement.GetProperty("data").GetProperty("id").GetInt64();
    }

    private static async Task<JsonElement> ListAsync(LoginRig rig, string token)
    {
        using var response = await rig.SendAsync(HttpMethod.Get, "/notify", token: token);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        return json.RootElement.GetProperty("data").GetProperty("notices").Clone();
    }

    // The internal listener may be asked as often as one likes.
    private static async Task<JsonElement> ListedAsync(LoginRig rig, string token, long id, int status)
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                using var response = await rig.AskAsync(HttpMethod.Get, "/login/mini/notices");
                using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
                return json.RootElement.GetProperty("notices").EnumerateArray()
                    .Any(notice => notice.GetProperty("id").GetInt64() == id && notice.GetProperty("status").GetInt32() == status);
            },
            $"the notice has status {status}", Cancelled, Patience);
        return (await ListAsync(rig, token)).EnumerateArray().Single(notice => notice.GetProperty("id").GetInt64() == id);
    }
}
