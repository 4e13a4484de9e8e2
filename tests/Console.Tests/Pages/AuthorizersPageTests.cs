using Bunit;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Authorizers;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class AuthorizersPageTests
{
    private const string Platform = "/platform/saas";

    private static readonly string Shop = $$"""
        {"appid":"wx1","status":"NeedsCode","kind":"MiniProgram","type":"mini_program","originalId":"gh_1","name":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},
         "tags":["vip"],"why":"","principal":"模拟","permissionSets":[18,19,99999],"overrides":{"MessageBackend":"bot"},"note":"hello",
         "eventTime":"2026-12-01T00:00:00Z","created":"2026-12-01T00:00:00Z","updated":"2026-12-01T00:00:00Z",
         "tokens":[{"kind":"access_token","age":60,"left":7000,"error":null}]}
        """;

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_list_pages_by_key_and_a_running_sync_shows_how_far_it_is()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);
        context.GoTo("/authorizers?name=a%26b&status=NeedsCode");

        var page = context.Render<AuthorizersPage>();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-account=wx1]")), Long);
        Assert.Contains("Comparing with WeChat's list: 500 of 1200", page.Find(".sync").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img, script, .sync-now"));
        Assert.Contains(gateway.Asked, asked => asked.Path == $"{Platform}/authorizers?name=a%26b&status=NeedsCode&limit=50");
        await page.PressAsync(".next-page");
        page.WaitForAssertion(() => Assert.Contains(
            gateway.Asked, asked => asked.Path == $"{Platform}/authorizers?name=a%26b&status=NeedsCode&after=wx1&limit=50"), Long);
    }

    [Fact]
    public async Task An_account_shows_permission_sets_by_name_and_is_edited_in_one_write()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Operator, "zh-CN", gateway.Url);
        var page = context.Render<AuthorizerDetailsPage>(parameters => parameters.Add(one => one.AppId, "wx1"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("input[name=tags]")), Long);

        Assert.Contains("18 开发管理与数据分析权限（小程序）", page.Markup, StringComparison.Ordinal);
        Assert.Equal(PlatformGateway.Hostile, page.Find("h1").TextContent);
        Assert.Empty(page.FindAll("img, script"));
        await page.WriteAsync("input[name=tags]", "vip, shop:1，vip");
        await page.WriteAsync("textarea[name=overrides]", "{ no");
        await page.SubmitAsync(".account-save");
        Assert.DoesNotContain(gateway.Asked, asked => asked.Method == HttpMethods.Patch);
        await page.WriteAsync("textarea[name=overrides]", "");
        await page.SubmitAsync(".account-save");

        page.WaitForAssertion(() => Assert.Equal(
            """{"tags":["vip","shop:1"],"note":"hello","overrides":null}""",
            gateway.Asked.Single(asked => asked.Method == HttpMethods.Patch).Body), Long);
        page.WaitForAssertion(() => Assert.Equal([("authorizer.edit", "saas/wx1", (string?)null)], context.Audit.Entries), Long);
    }

    [Fact]
    public async Task The_history_of_the_status_says_what_told_each_change()
    {
        await using var gateway = await StartAsync();
        gateway.AnswerBy($"{Platform}/authorizers/wx1/history", call => (200, call.Request.Query.ContainsKey("after")
            ? $$"""
              {"changes":[{"at":"2026-11-30T00:00:00Z","by":"event","was":"","status":"Authorized","why":""},
                {"at":"2026-11-29T00:00:00Z","by":"api","key":"console","person":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}},
                 "change":"edited","was":"Authorized","status":"Authorized","why":""},
                {"at":"2026-11-28T00:00:00Z","by":"api","key":"crm","person":"","change":"refreshed",
                 "was":"Authorized","status":"Authorized","why":""}],"next":null}
              """
            : $$"""
              {"changes":[{"at":"2026-12-01T00:00:00Z","by":"token","was":"Authorized","status":"NeedsCode",
                "why":{{PlatformGateway.Quoted(PlatformGateway.Hostile)}}}],"next":"12"}
              """));
        await using var context = new PageContext(Roles.Viewer, "en", gateway.Url);

        var page = context.Render<AuthorizerDetailsPage>(parameters => parameters.Add(one => one.AppId, "wx1"));

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".status-history li")), Long);
        Assert.Contains("met when the token was renewed", page.Find(".status-history").TextContent, StringComparison.Ordinal);
        Assert.Contains(PlatformGateway.Hostile, page.Find(".status-history").TextContent, StringComparison.Ordinal);
        await page.PressAsync(".older-statuses");
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".status-history li").Count), Long);
        Assert.Contains("edited by", page.FindAll(".status-history li")[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("(API key console)", page.FindAll(".status-history li")[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("the API key crm", page.FindAll(".status-history li")[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("new account", page.FindAll(".status-history li")[1].TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img, script"));
    }

    [Fact]
    public async Task Renewing_tells_what_only_the_administrator_can_end_and_an_invitation_shows_its_code()
    {
        await using var gateway = await StartAsync();
        gateway.Answer($"{Platform}/authorizers/wx1/refresh", """{"errcode":61023,"errmsg":"The account has to authorize again."}""", 409);
        gateway.Answer($"{Platform}/authorization-url", """{"url":"https://wx.example.com/a?invitation=x","qr":"data:image/png;base64,AAAA"}""");
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<AuthorizerDetailsPage>(parameters => parameters.Add(one => one.AppId, "wx1"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".renew")), Long);

        await page.PressAsync(".renew");
        page.WaitForAssertion(() => Assert.Contains("The account has to authorize again.", page.Markup, StringComparison.Ordinal), Long);
        await page.SubmitAsync(".invite");

        page.WaitForAssertion(() => Assert.Equal("data:image/png;base64,AAAA", page.Find("img.qr").GetAttribute("src")), Long);
        Assert.Contains(gateway.Asked, asked => asked.Path == $"{Platform}/authorization-url?client=h5&bizAppid=wx1&life=1.00%3A00%3A00");
        Assert.Equal(
            [("authorizer.renew", "saas/wx1", "failed, Refused 61023"), ("authorizer.invite", "saas/wx1", null)], context.Audit.Entries);
    }

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await PlatformGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer(Platform, """
            {"name":"saas","appid":"wxp","ticketAge":14,"tokenAge":14,"waitsForTicket":false,"spilledTokens":0,
             "authorizers":{"authorized":20,"unauthorized":0,"broken":0,"needsCode":1,"test":0},"inbox":{"waiting":0,"givenUp":0},
             "sync":{"id":"1","status":"Running","started":"2026-12-01T00:00:00Z","seen":500,"total":1200,"added":1,"updated":0,"unauthorized":0,"failed":0,"error":""}}
            """);
        gateway.Answer($"{Platform}/authorizers", $$"""{"authorizers":[{{Shop}}],"next":"wx1"}""");
        gateway.AnswerBy($"{Platform}/authorizers/wx1", call =>
        {
            call.Response.Headers.ETag = "\"ab\"";
            return (200, Shop);
        });
        return gateway;
    }
}
