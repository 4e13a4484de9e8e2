using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>What people do with the pages.</summary>
internal static class TabExtensions
{
    /// <summary>Opens WeChat's consent page by a link and waits until it is there.</summary>
    public static async Task AskAsync(this IPage tab, string link)
    {
        await tab.GotoAsync(link);
        await tab.ArriveAsync($"https://{RedirectStage.WeChatHost}/");
        await tab.Locator("#allow").WaitForAsync();
    }

    /// <summary>Allows on the consent page, as a user, and waits for the backend's page.</summary>
    public static async Task AllowAsync(this IPage tab, SimulatedUser user)
    {
        await tab.Locator("#user").SelectOptionAsync(user.OpenId);

        // Not a tap: a machine that stalls while the finger is down makes a long press of it, which does nothing.
        await tab.Locator("#allow").ClickAsync();
        await tab.ArriveAsync($"{RedirectStage.Site}/");
    }

    /// <summary>Refuses on the consent page, and waits for the backend's page.</summary>
    public static async Task RefuseAsync(this IPage tab)
    {
        await tab.Locator("#refuse").ClickAsync();
        await tab.ArriveAsync($"{RedirectStage.Site}/");
    }

    /// <summary>
    /// Returns where the tab is. Browsers keep the fragment of the link to WeChat, #wechat_redirect, through all redirects that name none.
    /// </summary>
    public static string Address(this IPage tab) => new Uri(tab.Url).GetLeftPart(UriPartial.Query);

    /// <summary>Returns what a place on the page says, once it is there.</summary>
    public static Task<string> ReadAsync(this IPage tab, string place) => tab.Locator(place).InnerTextAsync();

    /// <summary>Returns the cookies of the backend's that the phone keeps, by name.</summary>
    public static async Task<Dictionary<string, string>> CookiesAsync(this IPage tab)
        => (await tab.Context.CookiesAsync([RedirectStage.Site])).Where(cookie
            => !cookie.Name.StartsWith("wxgw", StringComparison.Ordinal)).ToDictionary(cookie => cookie.Name, cookie => cookie.Value);
}
