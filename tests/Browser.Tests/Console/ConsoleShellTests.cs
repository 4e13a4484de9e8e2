using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>The shell around the pages of the console, in a real browser, and what only SQLite has.</summary>
public sealed class ConsoleShellTests(SqliteConsole console) : IClassFixture<SqliteConsole>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dead_gateway_is_shown_as_away_in_the_colors_of_the_system_and_nothing_breaks_the_content_policy()
    {
        var page = await console.OpenAsync();
        var errors = page.Complaints();

        await page.OpenAsync(console.Url, "/");
        await page.GetByText("cannot be reached").First.WaitForAsync();

        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Equal("rgb(18, 24, 21)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Colors_are_chosen_with_the_keyboard_alone_and_remembered()
    {
        var page = await console.OpenAsync(isSignedIn: false);
        await page.SignInAsync(
            new Uri(console.Url, "/sign-in?ReturnUrl=/profile"), ConsoleStage.Admin, ConsoleStage.Password);

        await page.Locator("button[aria-label=Colors]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await FocusedAsync("As the system");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("button[aria-label=Colors]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await FocusedAsync("As the system");
        await page.Keyboard.PressAsync("ArrowDown");
        await FocusedAsync("Light");
        await page.Keyboard.PressAsync("Enter");

        await Eventually.HoldsAsync(ThemeIsLightAsync, "the page became light", Cancelled);
        await page.ReloadAsync();
        await page.Locator("h1").WaitForAsync();
        Assert.True(await ThemeIsLightAsync());

        // Signing out is in a menu too.
        await page.Locator("button[aria-label^='Signed in']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await FocusedAsync("Profile");
        await page.Keyboard.PressAsync("ArrowDown");
        await FocusedAsync("Sign out");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync(new Uri(console.Url, "/sign-in").AbsoluteUri);

        Task FocusedAsync(string text) => Eventually.HoldsAsync(
            async () => (await page.EvaluateAsync<string>("document.activeElement.textContent")).Contains(text, StringComparison.Ordinal),
            $"'{text}' had the focus",
            Cancelled);

        async Task<bool> ThemeIsLightAsync()
            => await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor") == "rgb(246, 248, 247)";
    }

    [Fact]
    public async Task The_first_thing_to_reach_with_the_keyboard_skips_to_the_content()
    {
        var page = await console.OpenAsync();
        await page.OpenAsync(console.Url, "/profile");

        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Locator(".skip-link").FocusAsync();
        Assert.True(await page.Locator(".skip-link").EvaluateAsync<bool>("link => link.getBoundingClientRect().top >= 0"));
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.EndsWith("/profile", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_leads_to_sign_in_when_its_account_is_revoked_by_the_verb()
    {
        var admin = await console.OpenAsync();
        await admin.OpenAsync(console.Url, "/accounts");
        var link = await admin.AddAccountAsync("eve");
        var page = await console.OpenAsync(isSignedIn: false);
        await page.SetPasswordAsync(link, "eve", ConsoleStage.Password);
        await page.SignInAsync(new Uri(console.Url, "/sign-in?ReturnUrl=/users"), "eve", ConsoleStage.Password);

        await console.RunAsync(Cancelled, "admin", "revoke", "eve");

        await page.ArriveAsync(new Uri(console.Url, "/sign-in").AbsoluteUri);
        Assert.Equal(0, await page.Locator("#content table").CountAsync());
    }

    [Fact]
    public async Task A_backup_is_made_with_the_keyboard_alone()
    {
        var page = await console.OpenAsync();
        await page.OpenAsync(console.Url, "/settings");

        await page.Locator(".backups-of-database button.back-up:enabled").PressAsync("Enter");

        await page.Locator("[data-backup]").GetByText("done").WaitForAsync();
        foreach (var width in new[] { 390, 1280 })
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.Locator("[data-backup]").First.ScrollIntoViewIfNeededAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine(ConsoleStage.Pictures, $"backups-en-dark-{width}.png") });
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }
}
