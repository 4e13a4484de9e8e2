using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace WxYarpGateway.Browser.Tests.Web;

/// <summary>A browser whose tests have patience: only one that fails waits so long.</summary>
internal static class BrowserExtensions
{
    // Playwright's own are 30 seconds for actions and 5 for assertions, which a machine with much else to do exceeds.
    private const float Patience = 60_000;

    /// <summary>Opens somebody's browser, with no cookies and no history.</summary>
    public static async Task<IBrowserContext> OpenAsync(this IBrowser browser, BrowserNewContextOptions options)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>Waits until the tab's address begins so. What is read or clicked next waits for the page by itself.</summary>
    /// <remarks>
    /// Playwright's WaitForURLAsync looks at the address, and listens for navigations afterwards: it misses one that comes in between.
    /// </remarks>
    public static Task ArriveAsync(this IPage tab, string beginning)
        => Assertions.Expect(tab).ToHaveURLAsync(new Regex('^' + Regex.Escape(beginning)));
}
