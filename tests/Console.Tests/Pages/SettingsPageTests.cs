using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Settings;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class SettingsPageTests
{
    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Replicas_are_side_by_side_and_what_differs_is_marked()
    {
        await using var one = await StartAsync("abc", "10");
        await using var two = await StartAsync("abc", "10");
        await using var behind = await StartAsync("old", "<b>20</b>");
        await using var context = new PageContext(Roles.Admin, "en", one.Url, two.Url, new Uri("http://127.0.0.1:1"), behind.Url);
        var page = context.Render<SettingsPage>();

        page.WaitForElement("[data-key]", Long);

        Assert.Equal(4, page.FindAll("[data-replica]").Count);
        Assert.Contains("differs from the others", page.FindAll("[data-replica]")[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", page.FindAll("[data-replica]")[2].TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("[data-key='Gateway:Limits:MostPushes'].differs").Count);
        Assert.Empty(page.FindAll("td b"));
        Assert.Contains("set, ends in ab12", page.Find("[data-key='Gateway:Services:shop:Token']").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["crm", "overview:read, records:read", "shop"], page.FindAll("[data-api-key] td").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("Its token is short.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_sees_that_a_secret_is_set_and_makes_no_backup()
    {
        await using var gateway = await StartAsync("abc", "10");
        await using var context = new PageContext(Roles.Operator, "zh-CN", gateway.Url);
        var page = context.Render<SettingsPage>();

        page.WaitForElement("[data-key]", Long);

        Assert.DoesNotContain("ab12", page.Markup, StringComparison.Ordinal);
        Assert.Contains("已设置", page.Find("[data-key='Gateway:Services:shop:Token']").TextContent, StringComparison.Ordinal);
        var reader = context.Services.GetRequiredService<SettingsReader>();
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.BackUpAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_backup_is_begun_left_and_come_back_to()
    {
        await using var gateway = await StartAsync("abc", "10");
        var backups = "[]";
        gateway.AnswerWith("/database/backups", context => context.Response.WriteAsync(backups));
        gateway.AnswerWith("/database/backup", context =>
        {
            backups = """[{"id":"b1","state":"running","progress":40,"file":null,"bytes":2097152,"started_at":"2026-12-01T00:00:00Z","sentence":null}]""";
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return context.Response.WriteAsync("""{"id":"b1"}""");
        });
        await using var context = new PageContext(Roles.Admin, "en", gateway.Url);
        var page = context.Render<SettingsPage>();
        page.WaitForAssertion(() => Assert.Contains("There is no backup yet.", page.Markup, StringComparison.Ordinal), Long);

        await page.PressAsync("button.back-up");
        page.WaitForAssertion(
            () => Assert.Contains("40 % written", page.Find("[data-backup=b1]").TextContent, StringComparison.Ordinal), Long);
        backups = """[{"id":"b1","state":"failed","progress":40,"file":null,"bytes":2097152,"started_at":"2026-12-01T00:00:00Z","sentence":"The disk is full."}]""";
        var again = context.Render<SettingsPage>();

        again.WaitForAssertion(
            () => Assert.Contains("The disk is full.", again.Find("[data-backup=b1]").TextContent, StringComparison.Ordinal), Long);
        Assert.Equal(("database.backup", "b1", null), Assert.Single(context.Audit.Entries));
    }

    private static async Task<FakeGateway> StartAsync(string revision, string limit)
    {
        var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/database/backups", "[]");
        gateway.Answer("/overview/configuration", $$"""
            {"revision":"{{revision}}","configured_at":"2026-12-01T00:00:00Z","files":[{"path":"/etc/gateway.json","read_at":"2026-12-01T00:00:00Z"}],
             "settings":[{"key":"Gateway:Limits:MostPushes","value":"{{limit}}","source":"gateway.json"},
               {"key":"Gateway:Services:shop:Token","secret":{"set":true,"last4":"ab12"},"source":"secrets"}],
             "warnings":[{"where":"Gateway:Services:shop:Token","sentence":"Its token is short.","fix":"Take a longer one."}],
             "errors":[],"api_keys":[{"name":"crm","scopes":["overview:read","records:read"],"services":["shop"]}]}
            """);
        return gateway;
    }
}
