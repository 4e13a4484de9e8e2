using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>A redirect from its beginning to the backend's page, and what people do then.</summary>
[Collection<SharedChromium>]
public sealed class RedirectTests(Chromium chromium) : IAsyncLifetime
{
    private RedirectStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await RedirectStage.StartAsync(chromium, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_user_who_allows_is_known_to_the_backend()
    {
        var tab = await _stage.OpenTabAsync();

        await tab.AskAsync(Account.Shop.Start(state: "menu 7 中", to: "/site/menu"));
        Assert.Empty(_stage.Redirects);
        await tab.AllowAsync(Account.Shop.Bob);

        Assert.Equal("Welcome, Bob!", await tab.ReadAsync("#who"));
        Assert.Equal("menu 7 中", await tab.ReadAsync("#state"));
        Assert.Equal(new() { ["session"] = "oBob-at-shop", ["seen"] = "1" }, await tab.CookiesAsync());
        Assert.Equal(1, _stage.Exchanges(Account.Shop));
        var redirect = Assert.Single(_stage.Redirects);
        Assert.Equal("/oauth/shop", redirect.Path);
        Assert.Equal("true", redirect.Headers["X-WeChat-Started"]);
        Assert.Contains("MicroMessenger", redirect.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.False(redirect.Headers.ContainsKey("Cookie"));
        Assert.Equal(("oBob-at-shop", "snsapi_userinfo", "/site/menu"), (redirect.Json.GetProperty("openId").GetString(),
            redirect.Json.GetProperty("scope").GetString(), redirect.Json.GetProperty("to").GetString()));
        Assert.Equal(tab.Address(), RedirectStage.Site + redirect.Json.GetProperty("requestURI").GetString());
    }

    [Fact]
    public async Task Reload_back_and_forward_show_the_same_user_and_use_no_code_again()
    {
        var tab = await _stage.OpenTabAsync();
        await tab.AskAsync(Account.Shop.Start());
        await tab.AllowAsync(Account.Shop.Ada);
        var address = tab.Url;

        await tab.ReloadAsync();
        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await tab.ReadAsync("#who"));
        await tab.Locator("#next").ClickAsync();
        Assert.Equal("oAda-at-shop", await tab.ReadAsync("#menu"));
        await tab.GoBackAsync();
        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await tab.ReadAsync("#who"));
        await tab.GoForwardAsync();
        Assert.Equal("oAda-at-shop", await tab.ReadAsync("#menu"));
        await tab.GotoAsync(address);

        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await tab.ReadAsync("#who"));
        Assert.Equal(1, _stage.Exchanges(Account.Shop));
        Assert.All(_stage.Redirects, redirect => Assert.Equal("oAda-at-shop", redirect.Json.GetProperty("openId").GetString()));
        Assert.True(_stage.Redirects.Count >= 3);
        Assert.All(_stage.Redirects.Skip(1), redirect => Assert.Equal("session=oAda-at-shop; seen=1", redirect.Headers.Cookie));
    }

    [Fact]
    public async Task Going_back_to_WeChat_and_allowing_as_somebody_else_is_somebody_else()
    {
        var tab = await _stage.OpenTabAsync();
        await tab.AskAsync(Account.Shop.Start());
        await tab.AllowAsync(Account.Shop.Ada);

        await tab.GoBackAsync();
        await tab.Locator("#allow").WaitForAsync();
        await tab.AllowAsync(Account.Shop.Bob);

        Assert.Equal("Welcome, Bob!", await tab.ReadAsync("#who"));
        Assert.Equal(2, _stage.Exchanges(Account.Shop));
    }

    [Fact]
    public async Task A_reload_while_WeChat_takes_its_time_is_still_one_exchange()
    {
        _stage.WeChat.Faults.Add(ApiPath.OAuthToken, Fault.Delay(TimeSpan.FromMilliseconds(500)), times: 1);
        var tab = await _stage.OpenTabAsync();
        await tab.AskAsync(Account.Shop.Start());
        await tab.Locator("#user").SelectOptionAsync(Account.Shop.Ada.OpenId);
        var left = tab.WaitForRequestAsync($"{RedirectStage.Site}{Account.Shop.Path}?**");
        await tab.Locator("#allow").ClickAsync();
        var address = (await left).Url;
        await Eventually.HoldsAsync(() => _stage.Exchanges(Account.Shop) == 1, "WeChat was asked", TestContext.Current.CancellationToken);

        await tab.GotoAsync(address);

        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await tab.ReadAsync("#who"));
        Assert.Equal(1, _stage.Exchanges(Account.Shop));
    }

    [Fact]
    public async Task A_browser_that_WeChat_sends_back_twice_shows_the_second_page_with_its_user()
    {
        var tab = await _stage.OpenTabAsync();
        await tab.AskAsync(Account.Shop.Start(state: "menu7"));
        await tab.AllowAsync(Account.Shop.Ada);
        var code = _stage.WeChat.OAuth.CreateCode(Account.Shop.AppId, Account.Shop.Ada.OpenId, "snsapi_userinfo");
        var first = System.Web.HttpUtility.ParseQueryString(new Uri(tab.Url).Query)["code"]!;

        await tab.GotoAsync(tab.Address().Replace(first, code, StringComparison.Ordinal));

        Assert.Equal(("Welcome, 小明 & <b>Ada</b>!", "menu7"), (await tab.ReadAsync("#who"), await tab.ReadAsync("#state")));
        Assert.Equal(2, _stage.Redirects.Count);
        Assert.Equal(2, _stage.Exchanges(Account.Shop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_refuses_meets_the_backends_own_page_and_may_start_again(bool sendsAuthDeny)
    {
        _stage.Accounts[Account.Shop].Switches.SendsAuthDeny = sendsAuthDeny;
        var tab = await _stage.OpenTabAsync();

        await tab.AskAsync(Account.Shop.Start(state: "menu7", to: "/site/menu"));
        await tab.RefuseAsync();

        Assert.Equal(ShopPages.Guest, await tab.ReadAsync("#who"));
        Assert.Equal("menu7", await tab.ReadAsync("#state"));
        Assert.Contains("did not consent", await tab.ReadAsync("#error"), StringComparison.Ordinal);
        Assert.Equal(("", "/site/menu"),
            (_stage.Redirects[0].Json.GetProperty("openId").GetString(), _stage.Redirects[0].Json.GetProperty("to").GetString()));
        Assert.Equal(0, _stage.Exchanges(Account.Shop));
        Assert.Empty(await tab.CookiesAsync());

        await tab.AskAsync(Account.Shop.Start());
        await tab.AllowAsync(Account.Shop.Ada);
        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await tab.ReadAsync("#who"));
    }

    [Fact]
    public async Task A_backend_that_redirects_leaves_neither_code_nor_fragment_in_the_address()
    {
        _stage.Backend.Script = (call, context) =>
        {
            if (call.Method != HttpMethods.Post)
            {
                return ShopPages.AnswerAsync(call, context);
            }

            ShopPages.LetIn(call, context);
            context.Response.Redirect(call.Json.GetProperty("to").GetString() + "#");
            return Task.CompletedTask;
        };
        var tab = await _stage.OpenTabAsync();

        await tab.AskAsync(Account.Shop.Start(to: "https://shop.example.com/site/menu?from=wechat"));
        await tab.AllowAsync(Account.Shop.Ada);

        Assert.Equal("oAda-at-shop", await tab.ReadAsync("#menu"));
        Assert.Equal("https://shop.example.com/site/menu?from=wechat#", tab.Url);
        await tab.ReloadAsync();
        Assert.Single(_stage.Redirects);
    }
}
