using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.OAuth;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Platform.AuthorizationPages;

namespace WxYarpGateway.Browser.Tests.Platforms;

/// <summary>An account's owner authorizes a platform, on a desktop and inside WeChat.</summary>
[Collection<SharedChromium>]
public sealed class AuthorizationPageTests(Chromium chromium)
{
    private const string PreAuthCodes = "/cgi-bin/component/api_create_preauthcode";
    private const string QueryAuth = "/cgi-bin/component/api_query_auth";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_desktop_the_owner_comes_back_authorized_and_the_code_stays_with_the_gateway()
    {
        await using var stage = await PlatformStage.StartAsync(chromium, Token, ReturnTo());
        stage.Web.Cut(PlatformStage.AdminHost);
        var tab = await stage.OpenDesktopAsync();

        await tab.GotoAsync(await stage.InviteAsync(AuthorizationClient.Pc, state: "order 7 & 中"));
        Assert.Equal("海风管家 <b>&", await tab.ReadAsync("h1"));
        await KeepAsync(tab, "authorization-desktop");
        Assert.Equal(0, stage.WeChat.Calls.Count(PreAuthCodes));
        await tab.Locator("#continue").ClickAsync();
        await tab.ArriveAsync("https://mp.weixin.qq.com/cgi-bin/componentloginpage?");
        await tab.Locator("#account").SelectOptionAsync(PlatformStage.Shop);
        await tab.Locator("#allow").ClickAsync();
        await tab.ArriveAsync($"https://{PlatformStage.AdminHost}/");

        Assert.Equal(
            $"https://{PlatformStage.AdminHost}/done?from=wx&appid={PlatformStage.Shop}&state=order%207%20%26%20%E4%B8%AD", tab.Url);
        Assert.Equal((1, 1), (stage.WeChat.Calls.Count(PreAuthCodes), stage.WeChat.Calls.Count(QueryAuth)));
        var admin = Assert.Single(stage.Web.Exchanges, exchange => exchange.Host == PlatformStage.AdminHost && exchange.Path == "/done");
        Assert.DoesNotContain("auth_code", admin.Everything, StringComparison.Ordinal);
        Assert.Null(admin.Referer);
    }

    [Fact]
    public async Task Inside_WeChat_either_link_leads_to_the_page_for_phones()
    {
        await using var stage = await PlatformStage.StartAsync(chromium, Token);
        foreach (var (client, account) in
            new[] { (AuthorizationClient.H5, PlatformStage.Mini), (AuthorizationClient.Pc, PlatformStage.Shop) })
        {
            var tab = await stage.OpenPhoneAsync();
            await tab.GotoAsync(await stage.InviteAsync(client));
            await KeepAsync(tab, "authorization-phone");
            Assert.False(await tab.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
            await tab.Locator("#continue").ClickAsync();
            await tab.ArriveAsync("https://open.weixin.qq.com/wxaopen/safe/bindcomponent?");
            await tab.Locator("#account").SelectOptionAsync(account);
            await tab.Locator("#allow").ClickAsync();
            await tab.ArriveAsync($"{PlatformStage.Site}{PlatformStage.PagePath}/return?");

            Assert.Equal("授权成功，可以关闭此页面。", await tab.ReadAsync("#words"));
        }
    }

    [Fact]
    public async Task Without_an_invitation_nobody_gets_further()
    {
        await using var stage = await PlatformStage.StartAsync(chromium, Token);
        var tab = await stage.OpenDesktopAsync();

        foreach (var query in new[] { "", "?invitation=", "?invitation=AAAA", "?invitation=" + new string('A', 5000) })
        {
            var answer = await tab.GotoAsync($"{PlatformStage.Site}{PlatformStage.PagePath}{query}");
            Assert.Equal(403, answer!.Status);
        }

        Assert.Contains("no longer", await tab.ReadAsync("#english"), StringComparison.Ordinal);
        Assert.Equal(0, stage.WeChat.Calls.Count(PreAuthCodes));
    }

    [Fact]
    public async Task An_open_page_is_bounded_for_each_visitor_and_makes_no_code_before_the_click()
    {
        await using var stage = await PlatformStage.StartAsync(
            chromium, Token, ($"Gateway:Services:{PlatformStage.Service}:Authorization:Access", "Open"));
        var tab = await stage.OpenDesktopAsync();
        var statuses = new List<int>();
        for (var opened = 0; opened < 12; opened++)
        {
            statuses.Add((await tab.GotoAsync($"{PlatformStage.Site}{PlatformStage.PagePath}"))!.Status);
        }

        Assert.Equal(10, statuses.Count(status => status == 200));
        Assert.Equal(2, statuses.Count(status => status == 429));
        Assert.Equal(0, stage.WeChat.Calls.Count(PreAuthCodes));
    }

    [Fact]
    public async Task A_return_counts_once_and_in_the_browser_that_began()
    {
        await using var stage = await PlatformStage.StartAsync(chromium, Token);
        var mine = await stage.OpenDesktopAsync();
        await mine.GotoAsync(await stage.InviteAsync(AuthorizationClient.Pc, PlatformStage.Shop));
        await mine.Locator("#continue").ClickAsync();
        await mine.ArriveAsync("https://mp.weixin.qq.com/");
        stage.Web.Cut(PlatformStage.Host);
        await mine.Locator("#allow").ClickAsync();
        await mine.ArriveAsync($"{PlatformStage.Site}/");
        var link = mine.Url;
        stage.Web.Lead(PlatformStage.Host, stage.Gateway.Address);

        var others = await stage.OpenDesktopAsync();
        Assert.Equal(400, (await others.GotoAsync(link))!.Status);
        Assert.Equal(200, (await mine.GotoAsync(link))!.Status);
        Assert.Equal(400, (await mine.GotoAsync(link))!.Status);

        Assert.Equal(400, (await mine.GotoAsync($"{PlatformStage.Site}{PlatformStage.PagePath}/return?auth_code=x"))!.Status);
    }

    [Fact]
    public async Task Another_site_cannot_press_the_button()
    {
        await using var stage = await PlatformStage.StartAsync(chromium, Token);
        var link = await stage.InviteAsync(AuthorizationClient.Pc);
        var tab = await stage.OpenDesktopAsync();
        await tab.GotoAsync($"https://{PlatformStage.AdminHost}/");
        await tab.EvaluateAsync(
            "link => { const form = document.createElement('form'); form.method = 'post'; form.action = link;"
            + " document.body.append(form); form.submit(); }",
            link);
        await tab.ArriveAsync($"{PlatformStage.Site}/");

        Assert.Equal("请从授权页面继续。", await tab.ReadAsync("#words"));
        Assert.Equal(0, stage.WeChat.Calls.Count(PreAuthCodes));
    }

    private static (string, string?)[] ReturnTo() =>
    [
        ($"Gateway:Services:{PlatformStage.Service}:Authorization:ReturnTo", $"https://{PlatformStage.AdminHost}/done?from=wx"),
        ($"Gateway:Services:{PlatformStage.Service}:Authorization:ReturnHosts:0", PlatformStage.AdminHost),
    ];

    // For people: what the page looks like.
    private static Task<byte[]> KeepAsync(IPage tab, string name)
        => tab.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png"), FullPage = true });
}
