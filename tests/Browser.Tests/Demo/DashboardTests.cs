using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Browser.Tests.Demo;

/// <summary>What somebody sees who starts the demo with <c>--traces</c> and opens an address that it prints.</summary>
/// <remarks>With <c>UPDATE_SCREENSHOT=1</c> it renews the picture in <c>docs/observability.md</c>.</remarks>
public sealed partial class DashboardTests
{
    private static readonly string Picture = Path.Combine(Repository.Root, "docs", "trace.png");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_trace_of_an_encrypted_push_is_seen_and_the_dashboard_ends_with_the_demo()
    {
        using var workplace = new Workplace();
        await using var demo = Executable.Start("Demo", workplace.Folder, new Dictionary<string, string>(), "--traces");
        await demo.PrintsAsync("It keeps running", Cancelled, TimeSpan.FromMinutes(2));
        Assert.SkipWhen(
            demo.Output.Contains("NuGet cannot fetch", StringComparison.Ordinal), "The dashboard's package is not served here.");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.FindExecutable(), Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await (await browser.OpenAsync(new() { ViewportSize = new() { Width = 1280, Height = 760 } })).NewPageAsync();
        var address = Addresses().Matches(demo.Output)[1].Value;
        await page.GotoAsync(address);

        string[] spans =
            ["POST /wx/safe", "wechat.verify", "wechat.open", "wechat.convert", "wechat.ledger", "wechat.forward", "wechat.reply",
                "wechat.seal"];
        foreach (var span in spans)
        {
            await page.GetByText(span).First.WaitForAsync();
        }

        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOT") == "1")
        {
            await page.ScreenshotAsync(new() { Path = Picture });
        }

        await demo.SignalAsync("INT", Cancelled);
        await demo.ExitAsync(Cancelled);
        Assert.Equal(0, demo.ExitCode);
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(address), Cancelled));
        Assert.DoesNotContain("warn", demo.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/traces/detail/[0-9a-f]{32}")]
    private static partial Regex Addresses();
}
