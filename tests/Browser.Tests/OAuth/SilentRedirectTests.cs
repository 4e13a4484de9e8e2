using System.Text.Json;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>Redirects for which WeChat asks nobody.</summary>
[Collection<SharedChromium>]
public sealed class SilentRedirectTests(Chromium chromium) : IAsyncLifetime
{
    private RedirectStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await RedirectStage.StartAsync(chromium, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task The_openid_alone_comes_without_a_page_of_WeChats()
    {
        var tab = await _stage.OpenTabAsync();

        await tab.GotoAsync(Account.Shop.Start("snsapi_base", "quiet"));

        Assert.Equal("Welcome, oAda-at-shop!", await tab.ReadAsync("#who"));
        Assert.Equal("quiet", await tab.ReadAsync("#state"));
        Assert.Equal([302, 302, 200], _stage.Web.Exchanges.Take(3).Select(exchange => exchange.Status));
        Assert.Equal(JsonValueKind.Null, Assert.Single(_stage.Redirects).Json.GetProperty("userInfo").ValueKind);
        Assert.Equal((1, 0), (_stage.Exchanges(Account.Shop), _stage.WeChat.Calls.Count(ApiPath.OAuthUserInfo)));
    }

    [Theory]
    [InlineData("snsapi_base", "Welcome, oBob-at-shop!")]
    [InlineData("snsapi_userinfo", "Welcome, Bob!")]
    public async Task A_menu_link_with_the_backends_own_state_needs_no_start(string scope, string welcome)
    {
        _stage.WeChat.OAuth.SignIn(Account.Shop.AppId, Account.Shop.Bob.OpenId);
        var tab = await _stage.OpenTabAsync();

        await tab.GotoAsync(Account.Shop.MenuLink(scope, "menu7"));
        if (scope == "snsapi_userinfo")
        {
            await tab.AllowAsync(Account.Shop.Bob);
        }

        Assert.Equal(welcome, await tab.ReadAsync("#who"));
        Assert.Equal("menu7", await tab.ReadAsync("#state"));
        var redirect = Assert.Single(_stage.Redirects);
        Assert.False(redirect.Headers.ContainsKey("X-WeChat-Started"));
        Assert.False(redirect.Json.TryGetProperty("to", out _));
        Assert.Equal(1, _stage.Exchanges(Account.Shop));
    }
}
