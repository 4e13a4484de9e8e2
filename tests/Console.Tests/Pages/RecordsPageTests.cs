using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Configuration;
using WxYarpGateway.Console.Pages.Records;
using WxYarpGateway.Console.Pieces;
using WxYarpGateway.Console.Tests.Fixtures;
using static WxYarpGateway.Console.Tests.Fixtures.Samples;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class RecordsPageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_searches_with_what_the_address_says_and_links_to_the_next_page()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/platform/saas/records", $$"""{"records":[{{Record(service: "saas")}}],"next":"{{Id}}"}""");
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        Go(context, "/records?service=saas&appid=wx1&msgType=event&event=subscribe&outcome=Failed&rule=a%26b&from=2026-12-01T08:00");

        var page = context.Render<RecordsPage>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".record-table tbody tr")), Long);
        var asked = Assert.Single(gateway.Asked, asked => asked.Path.StartsWith("/platform/saas/records", StringComparison.Ordinal)).Path;
        Assert.Equal(
            "/platform/saas/records?appid=wx1&msgType=event&event=subscribe&outcome=Failed&rule=a%26b&from=1796112000000&limit=50", asked);
        Assert.Equal($"/records/saas/{Id}", page.Find(".record-table a").GetAttribute("href"));
        Assert.EndsWith($"&after={Id}", page.Find("a.next").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("event", page.Find("[name=msgType]").GetAttribute("value"));
        Assert.Equal("a&b", page.Find("[name=rule]").GetAttribute("value"));
    }

    [Fact]
    public async Task Times_are_those_of_the_browser_also_when_its_zone_is_known_late()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/records/shop", $$"""{"records":[{{Record()}}],"next":null}""");
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        Go(context, "/records?service=shop&from=2026-12-01T08:00");
        var page = context.Render<RecordsPage>();
        page.WaitForAssertion(() => Assert.Contains("2026-12-01 00:00:00 UTC", page.Markup, StringComparison.Ordinal), Long);

        context.Services.GetRequiredService<BrowserClock>().Use("Asia/Shanghai");

        page.WaitForAssertion(() => Assert.Contains("2026-12-01 08:00:00<", page.Markup, StringComparison.Ordinal), Long);
        page.WaitForAssertion(
            () => Assert.Contains(gateway.Asked, asked => asked.Path == "/records/shop?from=1796083200000&limit=50"), Long);
    }

    [Fact]
    public async Task A_form_that_is_sent_searches_again()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/records/shop", """{"records":[],"next":null}""");
        await using var context = new PageContext(Roles.Viewer, "zh-CN", gateway.Url);
        Go(context, "/records?service=shop");
        var page = context.Render<RecordsPage>();
        page.WaitForAssertion(() => Assert.Contains("没有符合条件的记录", page.Markup, StringComparison.Ordinal), Long);

        await page.WriteAsync("[name=event]", "CLICK");
        await page.SubmitAsync("form");

        page.WaitForAssertion(() => Assert.Contains(gateway.Asked, asked => asked.Path == "/records/shop?event=CLICK&limit=50"), Long);
    }

    [Fact]
    public async Task What_the_gateway_refuses_is_said_with_its_place()
    {
        await using var gateway = await StartAsync();
        gateway.Answer(
            "/records/shop",
            """{"errcode":-70400,"errmsg":"Refused.","errors":[{"path":"from","problem":"must be at most 7 days before to"}]}""",
            400);
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        Go(context, "/records?service=shop");

        var page = context.Render<RecordsPage>();

        page.WaitForAssertion(() => Assert.Contains("at most 7 days", page.Find(".mud-alert").TextContent, StringComparison.Ordinal), Long);
    }

    [Fact]
    public async Task Without_records_it_names_the_sections_that_turn_them_on()
    {
        await using var gateway = await FakeGateway.StartAsync(Cancelled);
        gateway.Answer("/overview", Overview(features: ""));
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<RecordsPage>();

        page.WaitForAssertion(() => Assert.Contains(
            "Gateway:Records, Gateway:Database", page.Find(".mud-alert").TextContent, StringComparison.Ordinal), Long);
    }

    [Fact]
    public async Task A_record_is_replayed_after_a_question_and_each_backend_says_what_it_did()
    {
        await using var gateway = await StartAsync();
        gateway.Answer($"/platform/saas/records/{Id}", Record(service: "saas", more: ",\"body\":{\"Content\":\"hi\"}"));
        gateway.Answer(
            $"/platform/saas/records/{Id}/replay",
            """
            {"deliveries":[{"rule":"a","effect":"Copies","backend":"crm","status":200,"ms":3.2},
              {"rule":"","effect":"Replies","backend":"","status":0,"ms":5000,"failure":"no answer in time"}]}
            """);
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<RecordPage>(parameters => parameters.Add(page => page.Service, "saas").Add(page => page.Id, Id));
        page.WaitForAssertion(() => page.Find("button.replay"), Long);

        await page.PressAsync("button.replay");
        Assert.DoesNotContain(gateway.Asked, asked => asked.Method == "POST");
        await page.PressAsync(".confirm-yes");

        page.WaitForAssertion(() => Assert.Contains("no answer in time", page.Markup, StringComparison.Ordinal), Long);
        Assert.Contains("the service’s own", page.Markup, StringComparison.Ordinal);
        Assert.Equal(("record.replay", $"saas/{Id}", null), Assert.Single(context.Audit.Entries));
        Assert.Equal(
            "/rules/new?platform=saas&appid=wx1&msgType=text", page.Find("a.make-rule").GetAttribute("href"));
    }

    [Fact]
    public async Task Nobody_below_an_operator_replays()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        var reader = context.Services.GetRequiredService<RecordReader>();

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.ReplayAsync(new("shop", false), Id, Cancelled));

        Assert.Empty(gateway.Asked);
        Assert.Empty(context.Audit.Entries);
    }

    [Fact]
    public async Task A_message_of_a_megabyte_is_cut_and_its_elements_are_text()
    {
        await using var gateway = await StartAsync();
        var content = System.Text.Json.JsonSerializer.Serialize(Hostile + new string('x', 1024 * 1024));
        gateway.Answer($"/records/shop/{Id}", Record(more: $",\"body\":{{\"Content\":{content}}}"));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);

        var page = context.Render<RecordPage>(parameters => parameters.Add(page => page.Service, "shop").Add(page => page.Id, Id));

        page.WaitForAssertion(() => Assert.Contains("Shortened:", page.Markup, StringComparison.Ordinal), Long);
        Assert.Empty(page.FindAll("img"));
        Assert.True(page.Markup.Length < 200_000);
    }

    [Fact]
    public async Task A_trace_is_a_link_where_a_viewer_of_traces_is_configured()
    {
        await using var gateway = await StartAsync();
        gateway.Answer($"/records/shop/{Id}", Record(more: ",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\""));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        context.Services.Configure<ConsoleOptions>(options => options.TraceUrl = "https://traces.example/trace/{traceId}");

        var page = context.Render<RecordPage>(parameters => parameters.Add(page => page.Service, "shop").Add(page => page.Id, Id));

        page.WaitForAssertion(() => page.Find("a[href='https://traces.example/trace/0af7651916cd43dd8448eb211c80319c']"), Long);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("live")]
    [InlineData("019AD6E0A0007000800000000000000A")]
    public async Task What_is_no_id_is_not_asked_for(string id)
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);

        var page = context.Render<RecordPage>(parameters => parameters.Add(page => page.Service, "shop").Add(page => page.Id, id));

        page.WaitForAssertion(() => page.Find(".mud-alert"), Long);
        Assert.All(gateway.Asked, asked => Assert.Equal("/overview", asked.Path));
    }

    private static void Go(PageContext context, string address)
        => context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await FakeGateway.StartAsync(Cancelled);
        gateway.Answer("/overview", Overview());
        return gateway;
    }
}
