using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>The console as people see it. Each run leaves a picture of each page in artifacts/console.</summary>
/// <remarks>With <c>UPDATE_SCREENSHOT=1</c> it renews the pictures in <c>docs/console.md</c>.</remarks>
public sealed class ConsoleTests(ConsoleStage stage) : IClassFixture<ConsoleStage>
{
    private const int Desktop = 1280;
    private const int Phone = 390;

    private static readonly Dictionary<(string Page, string Language, int Width), string> Documented = new()
    {
        [("overview", "zh-CN", Desktop)] = "console-overview",
        [("settings", "en-US", Desktop)] = "console-settings",
        [("notices", "en-US", Phone)] = "console-phone",
    };

    // A page is quiet when it shows no progress any more.
    private const string Progress = "#content .mud-progress-linear-bar.mud-progress-indeterminate, .mud-progress-indeterminate";

    [Theory]
    [InlineData("zh-CN", ColorScheme.Light, Desktop, true)]
    [InlineData("en-US", ColorScheme.Dark, Desktop, false)]
    [InlineData("zh-CN", ColorScheme.Dark, Phone, true)]
    [InlineData("en-US", ColorScheme.Light, Phone, false)]
    public async Task Every_page_is_shown_without_an_error_and_can_be_used_by_everybody(
        string language, ColorScheme colors, int width, bool isAudited)
    {
        await using var browser = await stage.OpenAsync(language, colors, width);
        var page = await browser.NewPageAsync();
        var errors = ErrorsOf(page);
        await OpenAsync(page, "/");
        var paths = await page.EvalOnSelectorAllAsync<string[]>(".mud-nav-link", "links => links.map(link => link.getAttribute('href'))");
        var findings = new List<string>();

        Assert.True(paths.Length >= 6, string.Join(", ", paths));
        foreach (var path in paths.Append("/profile"))
        {
            await TurnAsync(page, path);
            var name = path.Trim('/') is { Length: > 0 } word ? word : "overview";
            await page.ScreenshotAsync(new()
            {
                Path = Path.Combine(ConsoleStage.Pictures, $"{name}-{language[..2]}-{colors.ToString().ToLowerInvariant()}-{width}.png"),
                FullPage = true,
            });
            if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOT") == "1"
                && Documented.TryGetValue((name, language, width), out var picture))
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs", picture + ".png") });
            }

            var text = await page.Locator("body").InnerTextAsync();
            if (text.Contains("This page failed", StringComparison.Ordinal) || text.Contains("此页面出错", StringComparison.Ordinal))
            {
                findings.Add($"{path}: the page failed");
            }

            var tooWide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (tooWide > 0)
            {
                findings.Add($"{path}: {tooWide} pixels too wide");
            }

            if (await page.EvaluateAsync<string>("document.documentElement.lang") is var spoken && spoken[..2] != language[..2])
            {
                findings.Add($"{path}: speaks {spoken}");
            }

            if (isAudited)
            {
                findings.AddRange(from violation in (await page.RunAxe()).Violations
                                  where violation.Impact is "serious" or "critical"
                                  from node in violation.Nodes
                                  select $"{path}: {violation.Id} at {node.Target}: {node.Html}");
            }
        }

        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings.Distinct().Append(stage.Said)));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_navigation_is_walked_by_the_keyboard_alone()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, Desktop);
        var page = await browser.NewPageAsync();
        var errors = ErrorsOf(page);
        await OpenAsync(page, "/");

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
                TestContext.Current.CancellationToken);
        }

        await OpenAsync(page, "/users");
        await TabToAsync(page, "#content table button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-person]");
        Assert.Contains(ConsoleStage.HostileName, await page.Locator("[data-person]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#content img").CountAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_gateway_that_dies_while_its_page_is_open_is_away_and_the_others_stay()
    {
        await using var browser = await stage.OpenAsync("en-US", ColorScheme.Light, Desktop);
        var pages = await Task.WhenAll(stage.Consoles.Select(async console =>
        {
            var page = await browser.NewPageAsync();
            await page.GotoAsync(new Uri(console, "/settings").AbsoluteUri);
            await page.WaitForSelectorAsync("[data-replica]");
            Assert.Equal(3, await page.Locator("[data-replica]").CountAsync());
            return page;
        }));
        var name = stage.LastGateway.InternalAddress.Authority;

        await stage.LastGateway.StopAsync(TestContext.Current.CancellationToken);

        foreach (var page in pages)
        {
            await page.Locator($"[data-replica='{name}']").GetByText("cannot be reached").WaitForAsync();
            Assert.Equal(2, await page.GetByText("in force", new() { Exact = true }).CountAsync());
        }

        await pages[0].GotoAsync(new Uri(stage.Consoles[0], "/users").AbsoluteUri);
        await pages[0].WaitForSelectorAsync("#content table");
    }

    private static ConcurrentQueue<string> ErrorsOf(IPage page)
    {
        var errors = new ConcurrentQueue<string>();
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
            {
                errors.Enqueue($"{page.Url}: {line.Text}");
            }
        };
        page.PageError += (_, error) => errors.Enqueue($"{page.Url}: {error}");
        page.Dialog += (_, dialog) => errors.Enqueue($"{page.Url}: the dialog '{dialog.Message}'");
        return errors;
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

    // As a click in the navigation does, which is behind a button on a phone.
    private static async Task TurnAsync(IPage page, string path)
    {
        await page.EvaluateAsync(
            "path => { document.querySelectorAll('h1').forEach(title => title.dataset.old = 1); Blazor.navigateTo(path); }", path);
        if (path != "/")
        {
            await page.WaitForSelectorAsync("h1:not([data-old]), #content .mud-alert-text-error, #content .mud-alert-outlined-error");
        }

        await page.WaitForFunctionAsync("selector => !document.querySelector(selector)", Progress);
    }

    private async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(new Uri(stage.Consoles[0], path).AbsoluteUri);
        await page.WaitForSelectorAsync("h1");
        await page.WaitForFunctionAsync("selector => !document.querySelector(selector)", Progress);
    }
}
