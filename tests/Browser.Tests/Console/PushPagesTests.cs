using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>The pages about pushes, in a real browser: what is tried on one of them is seen on the others.</summary>
[Collection<SharedStage>]
public sealed class PushPagesTests(ConsoleStage stage)
{
    private const string Hostile = "<img src=x onerror=\"document.title='hacked'\">";

    [Fact]
    public async Task A_test_push_is_answered_and_comes_up_live_and_its_way_is_shown()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, 1280);
        var live = await OpenAsync(browser, "/live?service=mini");
        await live.Locator(".live-table .row-button").First.WaitForAsync();
        var before = await live.Locator(".live-table .row-button").CountAsync();
        var page = await OpenAsync(browser, "/try");

        await page.Locator("[name=service]").SelectOptionAsync("mini");
        await page.Locator("[name=field-Content]").FillAsync(Hostile);
        await page.Keyboard.PressAsync("Enter");

        await page.Locator(".record-link").WaitForAsync();
        await Assertions.Expect(live.Locator(".live-table .row-button")).ToHaveCountAsync(before + 1);
        await live.Locator(".live-table .row-button").First.PressAsync("Enter");
        await live.GetByText(Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)).WaitForAsync();
        Assert.True(await live.Locator(".timeline li").CountAsync() >= 4);
        Assert.Equal("opened-title", await live.EvaluateAsync<string>("document.activeElement.id"));
        await live.Keyboard.PressAsync("Escape");
        await Assertions.Expect(live.Locator(".timeline")).ToHaveCountAsync(0);
        Assert.Equal(0, await live.Locator("#content img").CountAsync());
        Assert.NotEqual("hacked", await live.TitleAsync());
    }

    [Fact]
    public async Task A_record_is_found_opened_and_replayed_by_the_keyboard_alone()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Dark, 390);
        var page = await OpenAsync(browser, "/records");
        await page.Locator("[name=service]").SelectOptionAsync("mini");
        await page.Locator("[name=msgType]").FillAsync("text");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync(new Uri(stage.Consoles[0], "/records?service=mini&msgType=text").AbsoluteUri);

        await page.Locator(".record-table a").First.PressAsync("Enter");
        await page.Locator("button.replay").PressAsync("Enter");
        await page.Locator(".confirm-yes").PressAsync("Enter");

        await page.GetByText("Result of the replay").Or(page.Locator("#content .mud-alert")).First.WaitForAsync();
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private async Task<IPage> OpenAsync(IBrowserContext browser, string path)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(stage.Consoles[0], path).AbsoluteUri);
        await page.Locator("h1.page-title").WaitForAsync();
        return page;
    }
}
