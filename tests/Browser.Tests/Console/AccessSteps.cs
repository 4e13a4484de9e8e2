using Microsoft.Playwright;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>What people do to get in.</summary>
internal static class AccessSteps
{
    /// <summary>Opens a one-time link and chooses a password; the first admin chooses a name too.</summary>
    public static async Task SetPasswordAsync(this IPage page, Uri link, string name, string password)
    {
        await page.GotoAsync(link.AbsoluteUri);
        if (await page.Locator("#name").CountAsync() > 0)
        {
            await page.FillAsync("#name", name);
        }

        await page.FillAsync("#password", password);
        await page.FillAsync("#again", password);
        await page.ClickAsync("main button[type=submit]");
        await page.Locator("a.button").WaitForAsync();
    }

    /// <summary>Signs in, and waits for the page that comes then.</summary>
    public static async Task SignInAsync(this IPage page, Uri address, string name, string password)
    {
        await page.GotoAsync(address.AbsoluteUri);
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", password);
        await page.ClickAsync("main button[type=submit]");
        await page.Locator("h1.page-title").WaitForAsync();
    }

    /// <summary>Adds an account on the page of accounts, and returns its link.</summary>
    public static async Task<Uri> AddAccountAsync(this IPage page, string name)
    {
        await page.GetByLabel("Name").First.FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        var link = new Uri(await page.Locator("#one-time-link").InnerTextAsync());

        // A console that listens at any free port does not know its address.
        return new Uri(new Uri(page.Url), link.PathAndQuery + link.Fragment);
    }
}
