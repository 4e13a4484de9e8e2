using Microsoft.Playwright;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>Something that consoles show, and how to get there.</summary>
/// <param name="Name">Its name, as pictures of it are called.</param>
/// <param name="Path">Its address.</param>
/// <param name="Ready">What is there when it is shown.</param>
/// <param name="Steps">What is done on the page first.</param>
internal sealed record ConsoleView(string Name, string Path, string Ready, Func<IPage, Task>? Steps = null)
{
    private const string LiveRow = ".live-table .row-button";

    // A page is quiet when it shows no progress any more.
    private const string Quiet = """
        selector => (document.querySelector(selector) || document.querySelector('#content .mud-alert'))
            && !document.querySelector('.mud-progress-indeterminate')
        """;

    /// <summary>Returns all of them: each page of the navigation, and what is opened on one.</summary>
    public static IReadOnlyList<ConsoleView> All(Scenery scenery) =>
    [
        new("overview", "/", ".service-card .chart svg"),
        new("live", "/live", LiveRow),
        new("live-opened", "/live?service=mini", LiveRow, page => OpenAsync(page, LiveRow, ".timeline li")),
        new("records", "/records?service=mini", ".record-table a"),
        new("record", "/records?service=saas", ".record-table a", page => OpenAsync(page, ".record-table a", ".timeline li")),
        new("undelivered", "/undelivered", ".queue-table"),
        new("dead-letters", "/undelivered?service=shop", ".letter-table .requeue"),
        new("rules", "/rules", ".row-item"),
        new("rule-new", "/rules/new?msgType=text", ".rule-save"),
        new("rule-edit", "/rules/edit?name=orders", ".rule-save"),
        new("authorizers", "/authorizers", "[data-account]", page => OpenAsync(page, "details.row-item > summary", "details[open] form")),
        new("authorizer", $"/authorizers/{Scenery.Official}", ".account-save"),
        new("versions", "/versions", "[data-template='12'] button"),
        new("program", $"/versions/{Scenery.Programs[1]}", "[data-part=audit] .mud-icon-root"),
        new("releases", "/releases", "[data-release] .release-bar"),
        new("release", $"/releases/{scenery.Release}", "[data-item]"),
        new("release-new", "/releases/new", "[name=template] option[value='12']", CheckOrderAsync),
        new("users", "/users", "#content table .row-button"),
        new("person", "/users?program=mini&user=1", "[data-person]", page => OpenAsync(page, ".danger > summary", ".danger[open] form")),
        new("notices", "/notices", "[data-notice]"),
        new("try", "/try", "button.send:enabled", page => OpenAsync(page, "button.send", ".record-link")),
        new("try-api", "/try?do=api", "button.call:enabled", page => OpenAsync(page, "button.call", "#content pre.code[aria-label]")),
        new("settings", "/settings", "[data-replica] .mud-success-text"),
        new("accounts", "/accounts", "[data-account]"),
        new("audit", "/audit", "#content tbody tr"),
        new("profile", "/profile", "#content tbody tr", page => OpenAsync(page, "#content h2 ~ button", "#authenticator-key")),
        new("nowhere", "/nowhere", "h1"),
    ];

    /// <summary>Goes there, as a click in the navigation does, which is behind a button on a phone.</summary>
    public async Task ShowAsync(IPage page)
    {
        await page.EvaluateAsync(
            "path => { document.querySelectorAll('#content > *').forEach(old => old.dataset.old = 1); Blazor.navigateTo(path); }", Path);
        await page.WaitForFunctionAsync(
            "path => location.pathname + location.search === path || !path.includes('?')", Path);
        await page.WaitForFunctionAsync(Quiet, Ready);
        if (Steps is not null)
        {
            await Steps(page);
        }
    }

    // Some of them cannot be released.
    private static async Task CheckOrderAsync(IPage page)
    {
        await page.Locator("[name=template]").SelectOptionAsync("12");
        await page.Locator("[name=appids]").FillAsync($"wxnobody0000000001 {Scenery.Official} {Scenery.Programs[0]}");
        await OpenAsync(page, "details:has([name=pick-name]) > summary", "[name=pick-name]");
        await OpenAsync(page, ".pick-search", "[data-pick]");
        await OpenAsync(page, ".order-check", "[data-possible]");
        await OpenAsync(page, ".obstacles > summary", "[data-obstacle]");
    }

    private static async Task OpenAsync(IPage page, string selector, string shown)
    {
        await page.Locator(selector).First.ClickAsync();
        await page.Locator(shown).First.WaitForAsync();
    }
}
