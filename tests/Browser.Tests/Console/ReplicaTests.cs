using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>Two consoles are as one, and so are three gateways.</summary>
[Collection<SharedStage>]
public sealed class ReplicaTests(ConsoleStage stage)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_that_dies_is_away_at_both_consoles_and_live_goes_on_at_another_one_and_says_so()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, 1280);
        var pages = await Task.WhenAll(stage.Consoles.Select(async console =>
        {
            var page = await browser.NewPageAsync();
            await page.OpenAsync(console, "/settings");
            await Assertions.Expect(page.Locator("[data-replica]")).ToHaveCountAsync(3);
            return page;
        }));
        var live = await browser.NewPageAsync();
        await live.OpenAsync(stage.Consoles[1], "/live?service=mini");
        await live.Locator(".live-state").GetByText($"Listening to {stage.Gateways[0]}").WaitForAsync();

        try
        {
            await stage.EndGatewayAsync(0);
            var change = live.Locator(".live-change");
            await change.WaitForAsync();
            Assert.Contains($"{stage.Gateways[0]} was lost", await change.InnerTextAsync(), StringComparison.Ordinal);
            await live.Locator(".live-state").GetByText($"Listening to {stage.Gateways[1]}").WaitForAsync();
            var before = await live.Locator(".live-table .row-button").CountAsync();
            await stage.Scenery.PushAsync("still here", stage.SecondGateway, Cancelled);
            await Assertions.Expect(live.Locator(".live-table .row-button")).ToHaveCountAsync(before + 1);

            foreach (var page in pages)
            {
                await page.Locator($"[data-replica='{stage.Gateways[0]}']").GetByText("cannot be reached").WaitForAsync();
                Assert.Equal(2, await page.GetByText("in force", new() { Exact = true }).CountAsync());
            }

            await pages[0].OpenAsync(stage.Consoles[0], "/users");
            await pages[0].WaitForSelectorAsync("#content table");
        }
        finally
        {
            await stage.ReplaceGatewayAsync(0, Cancelled);
        }

        await Assertions.Expect(pages[1].GetByText("cannot be reached")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_signs_in_at_one_console_is_signed_in_at_the_other_and_whoever_is_revoked_leaves_both()
    {
        await using var admin = await stage.OpenAsync("en-US", ColorScheme.Light, 1280);
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, 1280, isSignedIn: false);
        var accounts = await admin.NewPageAsync();
        await accounts.OpenAsync(stage.Consoles[1], "/accounts");
        var link = await accounts.AddAccountAsync("bo");

        var first = await browser.NewPageAsync();
        await first.SetPasswordAsync(link, "bo", ConsoleStage.Password);
        await first.SignInAsync(new Uri(stage.Consoles[0], "/sign-in"), "bo", ConsoleStage.Password);
        var second = await browser.NewPageAsync();
        await second.OpenAsync(stage.Consoles[1], "/profile");
        await Assertions.Expect(second.Locator("#content tbody tr")).ToHaveCountAsync(1);

        await accounts.Locator("[data-account=bo]").GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await accounts.Locator(".confirm-yes").ClickAsync();

        await first.ArriveAsync(new Uri(stage.Consoles[0], "/sign-in").AbsoluteUri);
        await second.ArriveAsync(new Uri(stage.Consoles[1], "/sign-in").AbsoluteUri);
        await second.GotoAsync(new Uri(stage.Consoles[0], "/profile").AbsoluteUri);
        Assert.StartsWith(new Uri(stage.Consoles[0], "/sign-in").AbsoluteUri, second.Url, StringComparison.Ordinal);
        await accounts.Locator("[data-account=bo]").GetByText("revoked").WaitForAsync();
    }
}
