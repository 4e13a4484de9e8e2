using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Pages.Accounts;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class AccountsPageTests(SqliteFixture database) : IClassFixture<SqliteFixture>
{
    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_admin_adds_an_account_and_gets_its_link_and_it_is_in_the_audit_log()
    {
        await using var console = await database.StartAsync();
        await using var context = new PageContext(Roles.Admin, "en");
        context.Services.AddSingleton(console.Services.GetRequiredService<AccountCare>());
        var page = context.Render<AccountsPage>();

        await page.TypeAsync("input", "new one");
        await page.SubmitAsync("form");

        page.WaitForAssertion(
            () => Assert.Contains("/link/password#", page.Find("#one-time-link").TextContent, StringComparison.Ordinal), Long);
        Assert.Contains("waits for its password", page.Find("[data-account='new one']").TextContent, StringComparison.Ordinal);
        Assert.Equal(("account.add", "new one", Roles.Viewer), Assert.Single(context.Audit.Entries));
    }

    [Fact]
    public async Task What_is_hidden_from_a_viewer_is_refused_too()
    {
        await using var console = await database.StartAsync();
        await using var context = new PageContext(Roles.Viewer, "en");
        context.Services.AddSingleton(console.Services.GetRequiredService<AccountCare>());
        var user = context.Services.GetRequiredService<ActingUser>();

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => user.RequireAsync(Policies.Admin));
        await user.RequireAsync(Policies.Viewer);
    }
}
