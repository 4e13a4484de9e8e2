using Bunit;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Live;
using WxYarpGateway.Console.Tests.Fixtures;
using static WxYarpGateway.Console.Tests.Fixtures.Samples;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class LivePageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pushes_are_shown_as_they_come_and_one_opened_shows_its_way_and_its_message()
    {
        await using var gateway = await StartAsync();
        var stream = Follow(gateway, "/records/shop/live");
        gateway.Answer($"/records/shop/{Id}", Record(more: ",\"body\":{\"MsgType\":\"text\",\"Content\":\"a secret text\"}"));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<LivePage>();

        stream.Send(Event("record", Record()));

        page.WaitForAssertion(
            () => Assert.Contains("Replied", page.Find($"[data-record='{Id}']").TextContent, StringComparison.Ordinal), Long);
        Assert.DoesNotContain("a secret text", page.Markup, StringComparison.Ordinal);
        await page.PressAsync($"[data-record='{Id}'] button");
        page.WaitForAssertion(() => Assert.Contains("a secret text", page.Markup, StringComparison.Ordinal), Long);
        Assert.Equal(3, page.FindAll(".timeline li").Count);
        Assert.Contains("text, encrypted", page.Find(".timeline").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_gets_no_message_and_the_gateway_is_not_asked_for_it()
    {
        await using var gateway = await StartAsync();
        var stream = Follow(gateway, "/records/shop/live");
        gateway.Answer("/records/shop", $$"""{"records":[{{Record()}}],"next":null}""");
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var page = context.Render<LivePage>();
        stream.Send(Event("record", Record()));
        page.WaitForAssertion(() => page.Find($"[data-record='{Id}']"), Long);

        await page.PressAsync($"[data-record='{Id}'] button");

        page.WaitForAssertion(
            () => Assert.Contains(gateway.Asked, asked => asked.Path.StartsWith("/records/shop?from=", StringComparison.Ordinal)), Long);
        Assert.Contains("operators only", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Asked, asked => asked.Path.Contains(Id, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".replay"));
    }

    [Fact]
    public async Task When_its_replica_dies_the_other_one_is_listened_to_and_nothing_is_shown_twice()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var (dying, living) = (Follow(first, "/records/shop/live"), Follow(second, "/records/shop/live"));
        await using var context = new PageContext(Roles.Viewer, "en", first.Url, second.Url);
        var page = context.Render<LivePage>();
        dying.Send(Event("record", Record()));
        page.WaitForAssertion(() => page.Find($"[data-record='{Id}']"), Long);

        dying.Send(null);
        living.Send(Event("record", Record()));
        living.Send(Event("record", Record(Id[..^1] + "b")));

        page.WaitForAssertion(() => page.Find($"[data-record='{Id[..^1]}b']"), Long);
        Assert.Equal(2, page.FindAll("[data-record]").Count);
        page.WaitForAssertion(() => Assert.Contains(
            $"Listening to {second.Url.Authority}", page.Find(".live-state").TextContent, StringComparison.Ordinal), Long);
        Assert.Contains($"{first.Url.Authority} was lost", page.Find(".live-change").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_failures_are_shown_when_asked_for_and_lost_ones_are_counted()
    {
        await using var gateway = await StartAsync();
        var stream = Follow(gateway, "/records/shop/live");
        await using var context = new PageContext(Roles.Viewer, "zh-CN", gateway.Url);
        var page = context.Render<LivePage>();
        stream.Send(Event("record", Record()));
        stream.Send(Event("record", Record(Id[..^1] + "b", outcome: "Failed")));
        stream.Send(Event("lost", """{"lost":7}"""));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-record]").Count), Long);

        await page.SwitchAsync("[name=failures]", true);

        Assert.Equal(["失败"], page.FindAll("[data-record] .outcome").Select(mark => mark.TextContent));
        page.WaitForAssertion(() => Assert.Contains("7", page.Find(".live-counts").TextContent, StringComparison.Ordinal), Long);
        await page.SwitchAsync("[name=failures]", false);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-record]").Count), Long);
    }

    [Fact]
    public async Task A_paused_page_stays_as_it_is_and_says_how_many_wait()
    {
        await using var gateway = await StartAsync();
        var stream = Follow(gateway, "/records/shop/live");
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var page = context.Render<LivePage>();
        stream.Send(Event("record", Record()));
        page.WaitForAssertion(() => page.Find("[data-record]"), Long);

        await page.PressAsync(".pause");
        stream.Send(Event("record", Record(Id[..^1] + "b")));

        page.WaitForAssertion(
            () => Assert.Contains("Paused; 1 new", page.Find(".live-counts").TextContent, StringComparison.Ordinal), Long);
        Assert.Single(page.FindAll("[data-record]"));
        await page.PressAsync(".pause");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-record]").Count), Long);
    }

    [Fact]
    public async Task What_others_wrote_is_text_and_short()
    {
        await using var gateway = await StartAsync();
        var stream = Follow(gateway, "/records/shop/live");
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var page = context.Render<LivePage>();

        stream.Send(Event("record", Record(type: Hostile + new string('x', 100_000))));

        page.WaitForAssertion(() => page.Find("[data-record]"), Long);
        Assert.Empty(page.FindAll("img"));
        Assert.Contains("\\u202egnp", page.Find("[data-record]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Markup.Length < 50_000);
    }

    [Fact]
    public async Task Without_records_it_names_the_section_that_turns_them_on()
    {
        await using var gateway = await StartAsync();
        foreach (var path in new[] { "/records/shop/live", "/platform/saas/records/live" })
        {
            gateway.Answer(path, """{"errcode":-70409,"errmsg":"Gateway:Records is not configured."}""", 409);
        }

        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var page = context.Render<LivePage>();

        page.WaitForAssertion(
            () => Assert.Contains("Gateway:Records", page.Find(".mud-alert").TextContent, StringComparison.Ordinal), Long);
    }

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await FakeGateway.StartAsync(Cancelled);
        gateway.Answer("/overview", Overview());
        return gateway;
    }

    private static Streams Follow(FakeGateway gateway, string path)
    {
        var stream = new Streams();
        gateway.AnswerWith(path, stream.AnswerAsync);
        return stream;
    }
}
