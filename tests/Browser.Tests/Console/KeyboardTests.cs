using Microsoft.Playwright;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>All that the mouse can do on a console is done by the keyboard as well.</summary>
[Collection<SharedStage>]
public sealed class KeyboardTests(ConsoleStage stage)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_can_be_clicked_is_reached_by_tab_and_shows_that_it_has_the_focus()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, 1280);
        var page = await browser.NewPageAsync();
        await page.OpenAsync(stage.Consoles[0], "/");
        var findings = new List<string>();
        foreach (var view in ConsoleView.All(stage.Scenery))
        {
            await view.ShowAsync(page);
            findings.AddRange((await page.TabThroughAsync("#content")).Select(finding => $"{view.Name}: {finding}"));
        }

        findings.AddRange(await page.TabThroughAsync("body"));
        await page.SetViewportSizeAsync(390, 844);
        await Assertions.Expect(page.Locator(".mud-appbar button").First).ToHaveAttributeAsync("aria-expanded", "false");
        findings.AddRange(await page.TabThroughAsync("body"));

        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
    }

    [Fact]
    public async Task The_navigation_is_walked_by_the_keyboard_alone()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, 1280);
        var page = await browser.NewPageAsync();
        var errors = page.Complaints();
        await page.OpenAsync(stage.Consoles[0], "/");

        await TabToAsync(page, ".skip-link");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
        foreach (var path in new[] { "/users", "/notices", "/settings" })
        {
            await TabToAsync(page, $".mud-nav-link[href='{path}']");
            await page.Keyboard.PressAsync("Enter");

            // The console puts the focus there when the page is shown; before that, a Tab would be lost.
            await Eventually.HoldsAsync(
                async () => page.Url.Contains(path, StringComparison.Ordinal)
                    && await page.EvaluateAsync<string>("document.activeElement.tagName") == "H1",
                $"{path} had the focus",
                Cancelled);
        }

        await page.OpenAsync(stage.Consoles[0], "/users");
        await page.Locator("#content table .row-button").First.WaitForAsync();
        await TabToAsync(page, "#content table .row-button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-person]");
        Assert.Contains(Scenery.HostileName, await page.Locator("[data-person]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#content img").CountAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_question_takes_the_focus_and_gives_it_back()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, 1280);
        var page = await browser.NewPageAsync();
        await page.OpenAsync(stage.Consoles[0], "/undelivered?service=shop");
        foreach (var key in new[] { "Enter", "Escape" })
        {
            await page.Locator(".letter-table .delete").First.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator(".confirm button").First).ToBeFocusedAsync();

            // Cancel has the focus, so that Enter pressed twice does no harm.
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.Locator(".confirm")).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator(".letter-table .delete").First).ToBeFocusedAsync();
        }
    }

    // One walk over the pages, for each sort of thing once.
    [Fact]
    public async Task Space_and_arrow_keys_do_what_they_do_everywhere()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, 1280);
        var page = await browser.NewPageAsync();
        var errors = page.Complaints();
        await page.OpenAsync(stage.Consoles[0], "/rules");

        // A menu opens by Space or Enter, is walked by arrows, and gives the focus back.
        var theme = page.Locator(".mud-appbar .mud-menu button").First;
        var items = page.Locator(".mud-popover-open .mud-menu-item");
        foreach (var key in new[] { "Space", "Enter" })
        {
            await theme.FocusAsync();
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(items.Nth(0)).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(items.Nth(1)).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("ArrowUp");
            await Assertions.Expect(items.Nth(0)).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(items).ToHaveCountAsync(0);
            await Assertions.Expect(theme).ToBeFocusedAsync();
        }

        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(items.Nth(0)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(items.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(items.Nth(2)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        // A row of a list: its buttons by Space, a question that takes the focus and gives it back.
        var delete = page.Locator("[data-rule=orders] .rule-delete");
        await delete.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator(".confirm button").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator(".confirm")).ToHaveCountAsync(0);
        await Assertions.Expect(delete).ToBeFocusedAsync();

        // What is folded, by Space.
        await page.Locator(".rule-history summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator(".rule-history details").First).ToHaveAttributeAsync("open", "");

        // A row of a table that opens something.
        await ShowAsync(page, "users");
        await page.Locator("#content table .row-button").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator("[data-person]").WaitForAsync();

        // A list to choose from, the console's own and the browser's.
        await ShowAsync(page, "notices");
        var status = page.Locator("#content .mud-select [tabindex='0']").First;
        await status.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator(".mud-popover-open [role=option]").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-notice]").First).ToBeVisibleAsync();

        await ShowAsync(page, "authorizers");
        await page.Locator("select[name=status]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("select[name=status]")).Not.ToHaveValueAsync("");

        // A date, by arrows.
        await ShowAsync(page, "records");
        var from = page.Locator("[name=from]");
        await from.FocusAsync();
        await page.Keyboard.TypeAsync("11302026");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("080000AM");
        await Assertions.Expect(from).ToHaveValueAsync("2026-11-30T08:00");
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(from).ToHaveValueAsync("2026-11-30T20:00");

        // A box to tick, and tabs that are links.
        await ShowAsync(page, "release-new");
        await page.Locator("[data-pick]").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("[data-pick]").First).ToBeCheckedAsync();
        await ShowAsync(page, "try");
        await page.Locator(".page-tabs a").Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".page-tabs a").Nth(1)).ToHaveAttributeAsync("aria-current", "page");
        Assert.Empty(errors);
    }

    private Task ShowAsync(IPage page, string view) => ConsoleView.All(stage.Scenery).Single(one => one.Name == view).ShowAsync(page);

    [Fact]
    public async Task On_a_phone_the_navigation_opens_closes_and_gives_the_focus_back()
    {
        await using var browser = await stage.OpenAsync("zh-CN", ColorScheme.Dark, 390);
        var page = await browser.NewPageAsync();
        await page.OpenAsync(stage.Consoles[0], "/profile");
        var menu = page.Locator(".mud-appbar button").First;
        await Assertions.Expect(menu).ToHaveAttributeAsync("aria-expanded", "false");

        await menu.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(menu).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(page.Locator(".mud-nav-link").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(menu).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".mud-nav-link").First).ToBeFocusedAsync();
        await TabToAsync(page, ".mud-nav-link[href='/notices']");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-notice]").First.WaitForAsync();
        await Assertions.Expect(menu).ToHaveAttributeAsync("aria-expanded", "false");
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var presses = 0; presses < 100; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"The keyboard does not reach {selector}.");
    }
}
