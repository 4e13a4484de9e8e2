using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>The shell around the pages of the console, in a real browser.</summary>
public sealed class ConsoleShellTests
{
    private static readonly BrowserNewContextOptions Desktop = new()
    {
        Locale = "en",
        ViewportSize = new() { Width = 1280, Height = 800 },
        ColorScheme = ColorScheme.Dark,
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dead_gateway_is_shown_as_away_in_the_colors_of_the_system_and_nothing_breaks_the_content_policy()
    {
        await using var console = await ConsolePages.StartAsync(Desktop, Cancelled);

        await console.OpenAsync("/");
        await console.Page.GetByText("cannot be reached").First.WaitForAsync();

        Assert.Equal("dark", await console.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Equal("rgb(18, 24, 21)", await console.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Colors_are_chosen_with_the_keyboard_alone_and_remembered()
    {
        await using var console = await ConsolePages.StartAsync(Desktop, Cancelled);
        await console.OpenAsync("/profile");
        var page = console.Page;

        await page.Locator("button[aria-label=Colors]").FocusAsync();
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
        await Eventually.HoldsAsync(
            () => page.Url.EndsWith("/sign-in", StringComparison.Ordinal), "the page of signing in was shown", Cancelled);

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
        await using var console = await ConsolePages.StartAsync(Desktop, Cancelled);
        await console.OpenAsync("/profile");
        var page = console.Page;

        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Locator(".skip-link").FocusAsync();
        Assert.True(await page.Locator(".skip-link").EvaluateAsync<bool>("link => link.getBoundingClientRect().top >= 0"));
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.EndsWith("/profile", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_leads_to_sign_in_when_its_account_is_revoked()
    {
        await using var console = await ConsolePages.StartAsync(Desktop, Cancelled);
        await console.OpenAsync("/accounts");

        await console.RunAsync(Cancelled, "admin", "revoke", "root");

        await console.Page.ArriveAsync(new Uri(console.Url, "/sign-in").AbsoluteUri);
        Assert.Equal(0, await console.Page.Locator("text=Accounts of the console").CountAsync());
    }
}
