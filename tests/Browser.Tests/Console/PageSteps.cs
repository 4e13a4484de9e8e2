using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>What tests of consoles do with pages.</summary>
internal static class PageSteps
{
    /// <summary>Opens a page of a console and waits until its circuit is there.</summary>
    public static async Task OpenAsync(this IPage page, Uri console, string path)
    {
        await page.GotoAsync(new Uri(console, path).AbsoluteUri);
        await page.Locator("h1").First.WaitForAsync();
    }

    /// <summary>Returns what the browser complains about from now on.</summary>
    public static ConcurrentQueue<string> Complaints(this IPage page)
    {
        var errors = new ConcurrentQueue<string>();
        page.Console += (_, line) =>
        {
            if (line.Type is "error" or "warning")
            {
                errors.Enqueue($"{page.Url}: {line.Text}");
            }
        };
        page.PageError += (_, error) => errors.Enqueue($"{page.Url}: {error}");
        page.Dialog += (_, dialog) => errors.Enqueue($"{page.Url}: the dialog '{dialog.Message}'");
        return errors;
    }
}
