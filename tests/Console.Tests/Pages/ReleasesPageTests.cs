using System.Threading.Channels;
using Bunit;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways.Releases;
using WxYarpGateway.Console.Pages.Releases;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class ReleasesPageTests
{
    private const string Releases = "/platform/saas/releases";
    private const string One = $"{Releases}/r1";

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_picture_moves_by_events_and_failures_are_grouped_with_their_cure()
    {
        await using var gateway = await StartAsync();
        var events = Channel.CreateUnbounded<string>();
        gateway.AnswerWith($"{One}/events", call => StreamAsync(call, events.Reader));
        gateway.AnswerBy($"{One}/items", call => (200, call.Request.Query["state"] == "Failed"
            ? $$"""
              {"items":[{"appid":"wx1","state":"Failed","errcode":85009,"sentence":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},"cure":"Wait for its end.","attempts":1},
                        {"appid":"wx2","state":"Failed","errcode":85009,"sentence":"other words","cure":"Wait for its end.","attempts":1}],"next":null}
              """
            : """{"items":[],"next":null}"""));
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var page = context.Render<ReleasePage>(parameters => parameters.Add(one => one.Id, "r1"));
        page.WaitForAssertion(() => Assert.Equal("width:100%", page.Find("[data-state=Queued]").GetAttribute("style")), Long);

        await events.Writer.WriteAsync(
            "event: release\ndata: "
                + """{"id":"r1","name":"3.2.0","state":"Running","counts":{"Released":2,"Failed":2},"total":4}""" + "\n\n",
            TestContext.Current.CancellationToken);

        page.WaitForAssertion(() => Assert.Equal("width:50%", page.Find("[data-state=Released]").GetAttribute("style")), Long);
        page.WaitForAssertion(
            () => Assert.Contains("Wait for its end.", page.Find("[data-errcode='85009']").TextContent, StringComparison.Ordinal), Long);
        Assert.Contains("mini programs: 2", page.Find("[data-errcode='85009']").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img, script, .cancel"));
        events.Writer.Complete();
    }

    [Fact]
    public async Task Without_the_stream_it_asks_and_an_operator_steers_it()
    {
        await using var gateway = await StartAsync("Paused");
        gateway.Answer($"{One}/items", """{"items":[],"next":null}""");
        gateway.Answer($"{One}/resume", Progress("Running", "\"Queued\":4"));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<ReleasePage>(parameters => parameters.Add(one => one.Id, "r1"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".resume")), Long);

        await page.PressAsync(".resume");
        await page.PressAsync(".confirm-yes");

        page.WaitForAssertion(() => Assert.Equal("Running", page.Find(".release-progress").GetAttribute("data-state")), Long);
        Assert.Equal([("release.resume", "saas/r1", (string?)null)], context.Audit.Entries);
    }

    [Fact]
    public async Task An_order_is_checked_before_it_can_be_filed_and_filed_once_by_its_key()
    {
        await using var gateway = await StartAsync();
        string? key = null;
        gateway.Answer("/platform/saas/templates", """{"template_list":[{"template_id":12,"user_version":"3.2.0","user_desc":"x","create_time":1796101904}]}""");
        gateway.Answer("/platform/saas/quota", """{"rest":1,"limit":1000,"speedup_rest":1,"speedup_limit":10}""");
        gateway.Answer($"{Releases}/check", $$"""
            {"total":2,"items":[{"appid":"wx1","name":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},"status":"Authorized","ext_json":"{\"extAppid\":\"wx1\"}","missing_tag":null},
                                {"appid":"wx2","name":"b","status":"Authorized","ext_json":null,"missing_tag":"shop"}]}
            """);
        gateway.AnswerBy(Releases, call =>
        {
            key = call.Request.Headers["Idempotency-Key"];
            return (202, """{"id":"r1"}""");
        });
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<NewReleasePage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("select[name=template] option").Count), Long);

        await page.WriteAsync("select[name=template]", "12");
        await page.WriteAsync("textarea[name=appids]", "wx1, wx2\nwx1");
        Assert.Empty(page.FindAll(".order-file"));
        await page.PressAsync(".order-check");
        page.WaitForAssertion(
            () => Assert.Contains("lacks the tag shop", page.Find("[data-program=wx2]").TextContent, StringComparison.Ordinal), Long);
        Assert.Contains("1 audits are left", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img, script"));
        await page.PressAsync(".order-file");
        await page.PressAsync(".confirm-yes");

        page.WaitForAssertion(() => Assert.Equal([("release.file", "saas", "3.2.0, 2 mini programs")], context.Audit.Entries), Long);
        Assert.Equal(32, key?.Length);
        Assert.Contains("""
            "to":{"appids":["wx1","wx2"]}
            """.Trim(), gateway.Asked.Last(asked => asked.Path == Releases).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_a_search_finds_are_chosen_and_what_cannot_be_released_is_counted_and_left_out()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/platform/saas/templates", """{"template_list":[]}""");
        gateway.AnswerBy("/platform/saas/authorizers", call => (200, call.Request.Query["after"].Count == 0
            ? $$"""
              {"authorizers":[{"appid":"wx1","status":"Authorized","kind":"MiniProgram","name":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},"tags":["vip"]},
                {"appid":"wx2","status":"Broken","kind":"MiniProgram","name":"b","tags":["vip"]}],"next":"wx2"}
              """
            : """{"authorizers":[{"appid":"wx3","status":"Authorized","kind":"MiniProgram","name":"c","tags":["vip"]}],"next":null}"""));
        gateway.AnswerBy($"{Releases}/check", call => (200, gateway.Asked[^1].Body.Contains("wx2", StringComparison.Ordinal)
            ? """
              {"total":4,"possible":1,"impossible":{"authorize_again":1,"no_permission":1,"unknown":1},
               "obstacles":[{"appid":"wx0","name":null,"why":"unknown"},{"appid":"wx2","name":"b","why":"authorize_again"},
                 {"appid":"wx3","name":"c","why":"no_permission"}],"items":[]}
              """
            : """{"total":1,"possible":1,"impossible":{},"obstacles":[],"items":[]}"""));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<NewReleasePage>();

        await page.WriteAsync("textarea[name=appids]", "wx0");
        await page.WriteAsync("input[name=pick-tag]", " vip ");
        await page.WriteAsync("select[name=pick-status]", "");
        await page.SubmitAsync(".pick-search");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-pick]").Count), Long);
        await page.SwitchAsync("[data-pick=wx1]", isOn: true);
        page.WaitForAssertion(() => Assert.Contains("Chosen: 2.", page.Find(".picked").TextContent, StringComparison.Ordinal), Long);
        await page.PressAsync(".pick-all");
        page.WaitForAssertion(() => Assert.Contains("Chosen: 4.", page.Find(".picked").TextContent, StringComparison.Ordinal), Long);
        Assert.Contains(gateway.Asked, asked => asked.Path == "/platform/saas/authorizers?kind=MiniProgram&tag=vip&after=wx2&limit=200");
        await page.PressAsync(".order-check");

        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".possible").GetAttribute("data-possible")), Long);
        Assert.Contains("did not grant permission set 18", page.Find("[data-obstacle=wx3]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img, script"));
        await page.PressAsync(".order-file");
        Assert.Contains("3 of which cannot be released", page.Markup, StringComparison.Ordinal);
        await page.PressAsync(".leave-out");

        page.WaitForAssertion(() => Assert.Equal("1", page.Find("[data-possible]").GetAttribute("data-possible")), Long);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-obstacle]")), Long);
        Assert.Contains("""
            "to":{"appids":["wx1"]}
            """.Trim(), gateway.Asked.Last(asked => asked.Path == $"{Releases}/check").Body, StringComparison.Ordinal);
        await page.PressAsync(".pick-none");
        page.WaitForAssertion(() => Assert.Contains("Chosen: 0.", page.Find(".picked").TextContent, StringComparison.Ordinal), Long);
    }

    [Fact]
    public async Task An_order_that_can_release_nothing_cannot_be_filed()
    {
        await using var gateway = await StartAsync();
        gateway.Answer($"{Releases}/check", """
            {"total":1,"possible":0,"impossible":{"a_new_reason":1},"obstacles":[{"appid":"wx1","name":"a","why":"a_new_reason"}],"items":[]}
            """);
        await using var context = new PageContext(Roles.Operator, "zh-CN", gateway.Url);
        var page = context.Render<NewReleasePage>();

        await page.WriteAsync("textarea[name=appids]", "wx1");
        await page.PressAsync(".order-check");

        page.WaitForAssertion(() => Assert.True(page.Find(".order-file").HasAttribute("disabled")), Long);
        Assert.Contains("a_new_reason", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_has_what_its_steps_take_and_times_with_an_offset()
    {
        var draft = new OrderDraft
        {
            Steps = "submit,release",
            Version = "3.2.0",
            Tag = "retail",
            To = "tag",
            Gray = "10 01:00:00\n100%",
            FirstCategory = true,
            AtOnce = "x",
            ReleaseAt = new DateTime(2026, 12, 1, 2, 0, 0, DateTimeKind.Unspecified),
        };

        var order = draft.ToJson(time => new DateTimeOffset(time, TimeSpan.FromHours(8))).ToJsonString();

        Assert.Equal(
            """
            {"to":{"tag":"retail"},"steps":["submit","release"],"at_once":"x","stop_after":20,"user_version":"3.2.0","replace_audit":false,
            "audit":{"item_list":"FirstCategory"},"release_at":"2026-12-01T02:00:00\u002B08:00",
            "gray":[{"percentage":10,"for":"01:00:00"},{"percentage":100}]}
            """.ReplaceLineEndings(""),
            order);
    }

    [Fact]
    public void Failures_are_grouped_by_errcode_and_others_by_what_is_said()
    {
        var groups = FailureGroup.Of(
        [
            new ReleaseItem { Appid = "wx1", State = "Skipped", Why = "no tag" },
            new ReleaseItem { Appid = "wx2", State = "Failed", Errcode = 85009, Sentence = "a" },
            new ReleaseItem { Appid = "wx3", State = "Failed", Errcode = 85009, Sentence = "b", Cure = "wait" },
            new ReleaseItem { Appid = "wx4", State = "Skipped", Why = "other" },
        ]);

        Assert.Equal([2, 1, 1], groups.Select(group => group.AppIds.Count));
        Assert.Equal((85009, "wait"), (groups[0].Errcode, groups[0].Cure));
    }

    private static async Task StreamAsync(HttpContext call, ChannelReader<string> events)
    {
        call.Response.ContentType = "text/event-stream";
        await call.Response.Body.FlushAsync(call.RequestAborted);
        try
        {
            await foreach (var told in events.ReadAllAsync(call.RequestAborted))
            {
                await call.Response.WriteAsync(told, call.RequestAborted);
                await call.Response.Body.FlushAsync(call.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private static string Progress(string state, string counts)
        => $$"""{"id":"r1","name":"3.2.0","state":"{{state}}","counts":{ {{counts}} },"total":4,"created_at":"2026-12-01T00:00:00Z","order":{"to":{} } }""";

    private static async Task<FakeGateway> StartAsync(string state = "Running")
    {
        var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(One, Progress(state, "\"Queued\":4"));
        return gateway;
    }
}
