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
