using Microsoft.Playwright;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>The console as people see it. Each run leaves a picture of each page in artifacts/console.</summary>
/// <remarks>
/// With <c>UPDATE_SCREENSHOT=1</c> it renews the pictures in <c>docs/console.md</c>. Then run it alone: other tests leave their traces.
/// </remarks>
[Collection<SharedStage>]
public sealed class ConsoleTests(ConsoleStage stage)
{
    private const int Desktop = 1280;
    private const int Phone = 390;

    private static readonly Dictionary<(string View, string Language, int Width), string> Documented = new()
    {
        [("overview", "zh-CN", Desktop)] = "console-overview",
        [("settings", "en-US", Desktop)] = "console-settings",
        [("notices", "en-US", Phone)] = "console-phone",
    };

    // Every two of a language, colors and a width are together in one of them.
    [Theory]
    [InlineData("zh-CN", ColorScheme.Light, Desktop)]
    [InlineData("en-US", ColorScheme.Dark, Desktop)]
    [InlineData("zh-CN", ColorScheme.Dark, Phone)]
    [InlineData("en-US", ColorScheme.Light, Phone)]
    public async Task Every_page_is_shown_without_an_error_and_can_be_used_by_everybody(string language, ColorScheme colors, int width)
    {
        await using var browser = await stage.OpenAsync(language, colors, width);
        await browser.AddAxeAsync();
        var page = await browser.NewPageAsync();
        var errors = page.Complaints();
        await page.OpenAsync(stage.Consoles[0], "/");
        var paths = await page.EvalOnSelectorAllAsync<string[]>(".mud-nav-link", "links => links.map(link => link.getAttribute('href'))");
        var views = ConsoleView.All(stage.Scenery);
        var findings = new List<string>();

        Assert.Empty(paths.Except(views.Select(view => view.Path.Split('?')[0])));
        foreach (var view in views)
        {
            await view.ShowAsync(page);
            await PictureAsync(page, view.Name, language, colors, width);
            findings.AddRange((await FaultsAsync(page, language)).Select(fault => $"{view.Name}: {fault}"));
        }

        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings.Distinct().Append(stage.Said)));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("zh-CN", ColorScheme.Dark, Phone)]
    [InlineData("en-US", ColorScheme.Light, Desktop)]
    public async Task The_page_of_signing_in_is_shown_without_an_error(string language, ColorScheme colors, int width)
    {
        await using var browser = await stage.OpenAsync(language, colors, width, isSignedIn: false);
        await browser.AddAxeAsync();
        var page = await browser.NewPageAsync();
        var errors = page.Complaints();
        foreach (var path in new[] { "/sign-in", "/link/password" })
        {
            await page.OpenAsync(stage.Consoles[0], path);
            await PictureAsync(page, path.Split('/')[1], language, colors, width);
            Assert.Empty(await FaultsAsync(page, language));
        }

        Assert.Empty(errors);
    }

    private static async Task PictureAsync(IPage page, string name, string language, ColorScheme colors, int width)
    {
        var file = $"{name}-{language[..2]}-{colors.ToString().ToLowerInvariant()}-{width}.png";
        await page.EvaluateAsync("scrollTo(0, 0)");
        await page.ScreenshotAsync(new() { Path = Path.Combine(ConsoleStage.Pictures, file), FullPage = true });
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOT") == "1"
            && Documented.TryGetValue((name, language, width), out var picture))
        {
            // A minute is drawn when it is over.
            if (name == "overview")
            {
                await page.Locator(".chart rect[height]").First.WaitForAsync(new() { Timeout = 180_000 });
                await page.EvaluateAsync("scrollTo(0, 0)");
            }

            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs", picture + ".png") });
        }
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string language)
    {
        var faults = new List<string>(await page.AuditAsync());
        var text = await page.Locator("body").InnerTextAsync();
        if (text.Contains("This page failed", StringComparison.Ordinal) || text.Contains("此页面出错", StringComparison.Ordinal))
        {
            faults.Add("the page failed");
        }

        if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") is > 0 and var tooWide)
        {
            faults.Add($"{tooWide} pixels too wide");
        }

        // On a phone these tables stand upright, and nobody looks for the rest of a line beside them.
        const string Cut = """
            innerWidth > 600 ? '' : [...document.querySelectorAll('.scroll-x :is(.stack, .stacked) td')]
              .find(cell => cell.getBoundingClientRect().right > cell.closest('.scroll-x').getBoundingClientRect().right + 1)?.innerText ?? ''
            """;
        if (await page.EvaluateAsync<string>(Cut) is { Length: > 0 } cut)
        {
            faults.Add($"'{cut}' is cut");
        }

        if (await page.EvaluateAsync<string>("document.documentElement.lang") is var spoken && spoken[..2] != language[..2])
        {
            faults.Add($"speaks {spoken}");
        }

        return faults;
    }
}
