using Bunit;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Overview;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class OverviewPageTests
{
    private const string Overview = """
        {"replica":{"name":"here:1","version":"0.1.0","started_at":"2026-12-01T00:00:00Z","revision":"abc","configured_at":"2026-12-01T00:00:01Z"},
         "store":{"kind":"Redis","state":"healthy","sentence":null},"database":null,
         "problems":[{"where":"Gateway:Services:shop","sentence":"Its token is refused.","fix":"Copy the AppSecret again."}],
         "services":[{"name":"shop","kind":"OfficialAccount","appid":"wx1","message_path":"/wx/shop",
           "minutes":{"pushes":1200,"outcomes":{"Replied":1190,"Late":10},"p50_ms":3.1,"p95_ms":9.8,"p99_ms":20.2,"missed_deadlines":2},
           "waiting":3,"leased":1,"dead":0,"tokens":[{"kind":"access_token","age_seconds":10,"expires_in":7190,"error":null}],
           "ticket":null,"features":["records"]}]}
        """;

    private const string Minutes = """
        {"minutes":[
          {"at":"2026-12-01T00:00:00Z","pushes":12,"outcomes":{"Replied":12},"p50_ms":3.1,"p95_ms":9.9,"p99_ms":20.0,"missed_deadlines":0},
          {"at":"2026-12-01T00:01:00Z","pushes":0,"outcomes":{},"p50_ms":null,"p95_ms":null,"p99_ms":null,"missed_deadlines":0}]}
        """;

    [Fact]
    public async Task It_shows_services_problems_and_replicas()
    {
        await using var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", Overview);
        gateway.Answer("/overview/shop/minutes", Minutes);
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal("1,200", page.Find("[data-service=shop] dd").TextContent), Long);
        Assert.Contains("Copy the AppSecret again.", page.Markup, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-service=shop] svg rect")), Long);
        Assert.Contains("good for 119 min", page.Markup, StringComparison.Ordinal);
        Assert.All(gateway.Asked, request => Assert.Equal("Bearer a-key", request.Authorization));
        Assert.DoesNotContain("a-key", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_said_to_be_well_while_no_replica_answers()
    {
        await using var context = new PageContext(Roles.Viewer, "en", new Uri("http://127.0.0.1:1"));

        var page = context.Render<OverviewPage>();

        page.WaitForAssertion(
            () => Assert.Contains("No replica answers, so nothing is known of problems.", page.Markup, StringComparison.Ordinal), Long);
        Assert.DoesNotContain("No replica reports a problem.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_without_pushes_are_a_gap_in_the_line_of_latencies()
    {
        await using var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", Overview);
        gateway.Answer(
            "/overview/shop/minutes",
            $$"""{"minutes":[{{Minute(0, 5)}},{{Minute(1, 5)}},{{Minute(2, 0)}},{{Minute(3, 5)}},{{Minute(4, 5)}}]}""");
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-service=shop] path.line-0")), Long);
        var line = page.Find("[data-service=shop] svg[role=img] path.line-0").GetAttribute("d")!;
        Assert.Equal((2, 2), (line.Count(letter => letter == 'M'), line.Count(letter => letter == 'L')));
        var cells = page.FindAll("[data-service=shop] figure")[1].QuerySelectorAll("tbody tr")[2].QuerySelectorAll("td");
        Assert.Equal(["", "", ""], cells.Skip(1).Select(cell => cell.TextContent));

        static string Minute(int at, int pushes) => $$"""
            {"at":"2026-12-01T00:0{{at}}:00Z","pushes":{{pushes}},"outcomes":{},"p50_ms":{{pushes}},"p95_ms":{{pushes}},"p99_ms":{{pushes}},
             "missed_deadlines":0}
            """;
    }

    [Fact]
    public async Task A_dead_replica_is_away_with_its_sentence_and_the_other_one_is_shown()
    {
        await using var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", Overview);
        await using var context = new PageContext(Roles.Viewer, "zh-CN", new Uri("http://127.0.0.1:1"), gateway.Url);

        var page = context.Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-service=shop]")), Long);
        Assert.Contains("GET 127.0.0.1:1/overview：无法连接", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_gateways_it_says_how_to_name_them()
    {
        await using var context = new PageContext(Roles.Viewer, "en");

        var page = context.Render<OverviewPage>();

        Assert.Contains("Console:Gateways", page.Find(".mud-alert").TextContent, StringComparison.Ordinal);
    }

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);
}
