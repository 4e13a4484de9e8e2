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
            ["crm", "overview:read, records:read", "shop", "not since the start"],
            page.FindAll("[data-api-key=crm] td").Select(cell => cell.TextContent.Trim()));

        // Of several replicas, the one that saw it last.
        Assert.Contains("2026-11-30", page.Find("[data-api-key=dashboard] time").GetAttribute("datetime"), StringComparison.Ordinal);
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
        Assert.Empty(page.FindAll("button.back-up"));
        foreach (var kind in Enum.GetValues<BackupKind>())
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.BackUpAsync(kind, TestContext.Current.CancellationToken));
        }

        Assert.Empty(context.Audit.Entries);
    }

    [Theory]
    [InlineData("database", "backup", "There is no backup yet.", "database.backup")]
    [InlineData("vault", "vault-export", "There is no export yet.", "vault.export")]
    public async Task A_backup_is_begun_left_and_come_back_to(string kind, string path, string none, string audited)
    {
        await using var gateway = await StartAsync("abc", "10");
        var backups = "[]";
        gateway.AnswerWith($"/database/{path}s", context => context.Response.WriteAsync(backups));
        gateway.AnswerWith($"/database/{path}", context =>
        {
            backups = """[{"id":"b1","state":"running","progress":40,"file":null,"bytes":2097152,"started_at":"2026-12-01T00:00:00Z","sentence":null}]""";
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return context.Response.WriteAsync("""{"id":"b1"}""");
        });
        await using var context = new PageContext(Roles.Admin, "en", gateway.Url);
        var page = context.Render<SettingsPage>();
        page.WaitForAssertion(() => Assert.Contains(none, page.Markup, StringComparison.Ordinal), Long);

        await page.PressAsync($".backups-of-{kind} button.back-up");
        page.WaitForAssertion(
            () => Assert.Contains("40 % written", page.Find("[data-backup=b1]").TextContent, StringComparison.Ordinal), Long);
        backups = """[{"id":"b1","state":"failed","progress":40,"file":null,"bytes":2097152,"started_at":"2026-12-01T00:00:00Z","sentence":"The disk is full."}]""";
        var again = context.Render<SettingsPage>();

        again.WaitForAssertion(
            () => Assert.Contains("The disk is full.", again.Find("[data-backup=b1]").TextContent, StringComparison.Ordinal), Long);
        Assert.Equal((audited, "b1", null), Assert.Single(context.Audit.Entries));
    }

    [Fact]
    public async Task A_key_of_the_console_without_the_scope_is_told_so_and_the_try_is_audited()
    {
        await using var gateway = await StartAsync("abc", "10");
        gateway.Answer(
            "/database/vault-export",
            """{"errcode":-70403,"errmsg":"The API key lacks the scope vault:export."}""",
            StatusCodes.Status403Forbidden);
        await using var context = new PageContext(Roles.Admin, "en", gateway.Url);
        var page = context.Render<SettingsPage>();

        // It cannot be pressed before the list is there.
        await page.PressAsync(".backups-of-vault button.back-up:not([disabled])");

        page.WaitForAssertion(() => Assert.Contains("lacks the scope vault:export", page.Markup, StringComparison.Ordinal), Long);
        Assert.Equal(("vault.export", "", "failed: NotAllowed"), Assert.Single(context.Audit.Entries));
    }

    [Fact]
    public async Task Where_replicas_listen_may_differ()
    {
        await using var one = await StartAsync("abc", "10", address: "http://127.0.0.1:7080");
        await using var two = await StartAsync("abc", "10", address: "http://127.0.0.1:8080");
        await using var context = new PageContext(Roles.Admin, "en", one.Url, two.Url);
        var page = context.Render<SettingsPage>();

        page.WaitForElement("[data-key]", Long);

        Assert.Empty(page.FindAll(".differs"));
        Assert.Equal(2, page.FindAll("[data-key='Gateway:Urls']").Count);
        Assert.Contains(
            $"{two.Url.Authority}, its own", page.FindAll("[data-key='Gateway:Urls']")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("different configurations", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_are_in_the_language_of_the_page()
    {
        await using var gateway = await StartAsync("abc", "10");
        await using var context = new PageContext(Roles.Operator, "zh-CN", gateway.Url);
        var page = context.Render<SettingsPage>();

        page.WaitForAssertion(
            () => Assert.Contains("appsettings.json：Gateway:Limits has no such key。", page.Markup, StringComparison.Ordinal), Long);
    }

    private static async Task<FakeGateway> StartAsync(string revision, string limit, string address = "http://0.0.0.0:7080")
    {
        var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/database/backups", "[]");
        gateway.Answer("/database/vault-exports", "[]");
        gateway.Answer("/overview/configuration", $$"""
            {"revision":"{{revision}}","configured_at":"2026-12-01T00:00:00Z","files":[{"path":"/etc/gateway.json","read_at":"2026-12-01T00:00:00Z"}],
             "settings":[{"key":"Gateway:Urls","value":"{{address}}","source":"gateway.json","own":true},{"key":"Gateway:Limits:MostPushes","value":"{{limit}}","source":"gateway.json"},
               {"key":"Gateway:Services:shop:Token","secret":{"set":true,"last4":"ab12"},"source":"secrets"}],
             "warnings":[{"where":"Gateway:Services:shop:Token","sentence":"Its token is short.","fix":"Take a longer one."},
               {"where":"Gateway:Limits","sentence":"appsettings.json: Gateway:Limits has no such key.","fix":"Remove it.",
                "kind":"configuration","values":["appsettings.json","Gateway:Limits has no such key","Remove it."]}],
             "errors":[],"api_keys":[{"name":"crm","scopes":["overview:read","records:read"],"services":["shop"]},
               {"name":"dashboard","scopes":["api"],"services":[],
                "last_used_at":{{(revision == "abc" ? "null" : "\"2026-11-30T00:00:00Z\"")}}}]}
            """);
        return gateway;
    }
}
