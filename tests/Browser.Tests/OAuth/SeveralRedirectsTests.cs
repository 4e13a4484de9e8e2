using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>Several redirects in one phone.</summary>
[Collection<SharedChromium>]
public sealed class SeveralRedirectsTests(Chromium chromium) : IAsyncLifetime
{
    private RedirectStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await RedirectStage.StartAsync(chromium, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Redirects_to_two_accounts_in_two_tabs_do_not_mix()
    {
        var phone = await _stage.OpenPhoneAsync();
        var (shop, club) = (await phone.NewPageAsync(), await phone.NewPageAsync());

        await shop.AskAsync(Account.Shop.Start(state: "of the shop"));
        await club.AskAsync(Account.Club.Start(state: "of the club"));
        await club.AllowAsync(Account.Club.Bob);
        await shop.AllowAsync(Account.Shop.Ada);
        await club.ReloadAsync();

        Assert.Equal(("Welcome, Bob!", "of the club"), (await club.ReadAsync("#who"), await club.ReadAsync("#state")));
        Assert.Equal(("Welcome, 小明 & <b>Ada</b>!", "of the shop"), (await shop.ReadAsync("#who"), await shop.ReadAsync("#state")));
        Assert.Equal(["oBob-at-club", "oAda-at-shop", "oBob-at-club"],
            _stage.Redirects.Select(redirect => redirect.Json.GetProperty("openId").GetString()));
        Assert.Equal(["wxclub", "wxshop", "wxclub"], _stage.Redirects.Select(redirect => redirect.Json.GetProperty("appId").GetString()));
        Assert.Equal((1, 1), (_stage.Exchanges(Account.Shop), _stage.Exchanges(Account.Club)));
    }

    [Fact]
    public async Task Another_WeChat_user_of_the_same_phone_is_another_user()
    {
        var tab = await _stage.OpenTabAsync();
        await tab.AskAsync(Account.Shop.Start());
        await tab.AllowAsync(Account.Shop.Ada);
        var address = tab.Url;

        await tab.AskAsync(Account.Shop.Start());
        await tab.AllowAsync(Account.Shop.Bob);
        Assert.Equal("Welcome, Bob!", await tab.ReadAsync("#who"));
        Assert.Equal("oBob-at-shop", (await tab.CookiesAsync())["session"]);
        Assert.Equal(2, _stage.Exchanges(Account.Shop));

        await tab.GotoAsync(address);
        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await tab.ReadAsync("#who"));
        Assert.Equal(2, _stage.Exchanges(Account.Shop));
    }

    [Fact]
    public async Task Of_six_redirects_begun_at_once_the_oldest_is_forgotten_and_the_others_end_in_any_order()
    {
        var phone = await _stage.OpenPhoneAsync();
        var tabs = new List<IPage>();
        for (var number = 1; number <= 6; number++)
        {
            var tab = await phone.NewPageAsync();
            await tab.AskAsync(Account.Shop.Start(state: $"redirect {number}"));
            tabs.Add(tab);
        }

        tabs.Reverse();
        foreach (var tab in tabs)
        {
            await tab.AllowAsync(Account.Shop.Ada);
        }

        Assert.Equal(["redirect 6", "redirect 5", "redirect 4", "redirect 3", "redirect 2"],
            _stage.Redirects.Take(5).Select(redirect => redirect.Json.GetProperty("state").GetString()));
        Assert.All(_stage.Redirects.Take(5), redirect => Assert.Equal("oAda-at-shop", redirect.Json.GetProperty("openId").GetString()));
        Assert.Equal("", _stage.Redirects[5].Json.GetProperty("openId").GetString());
        Assert.Contains("start again", await tabs[5].ReadAsync("#error"), StringComparison.Ordinal);
        Assert.Equal(5, _stage.Exchanges(Account.Shop));
    }
}
