using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>Redirects that somebody else began, or nobody: no code is used up for them, and the backend is told to start again.</summary>
[Collection<SharedChromium>]
public sealed class ForgedRedirectTests(Chromium chromium) : IAsyncLifetime
{
    private RedirectStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await RedirectStage.StartAsync(chromium, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task An_altered_state_is_nobodys()
    {
        var tab = await _stage.OpenTabAsync();
        await tab.AskAsync(Account.Shop.Start(state: "mine", to: "/site/menu"));
        var state = StateIn(tab.Url);

        await tab.AskAsync(tab.Url.Replace(state, state[..^1] + (state[^1] == '0' ? '1' : '0'), StringComparison.Ordinal));
        await tab.AllowAsync(Account.Shop.Ada);

        await IsToldToStartAgainAsync(tab);
        Assert.Equal(0, _stage.Exchanges(Account.Shop));
    }

    [Fact]
    public async Task A_link_with_somebody_elses_code_signs_nobody_in_as_them()
    {
        var attacker = await _stage.OpenTabAsync();
        var link = await CatchAsync(attacker, Account.Shop, Account.Shop.Bob);
        var victim = await _stage.OpenTabAsync();
        await victim.AskAsync(Account.Shop.Start());

        await victim.GotoAsync(link);
        await IsToldToStartAgainAsync(victim);
        Assert.Empty(await victim.CookiesAsync());
        await victim.ReloadAsync();
        await IsToldToStartAgainAsync(victim);
        Assert.Equal(0, _stage.Exchanges(Account.Shop));

        await victim.AskAsync(Account.Shop.Start());
        await victim.AllowAsync(Account.Shop.Ada);
        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await victim.ReadAsync("#who"));
    }

    [Fact]
    public async Task Whoever_began_a_redirect_may_end_it_after_others_have_tried()
    {
        var owner = await _stage.OpenTabAsync();
        var link = await CatchAsync(owner, Account.Shop, Account.Shop.Ada);
        var thief = await _stage.OpenTabAsync();

        await thief.GotoAsync(link);
        await owner.GotoAsync(link);

        await IsToldToStartAgainAsync(thief);
        Assert.Equal("Welcome, 小明 & <b>Ada</b>!", await owner.ReadAsync("#who"));
        Assert.Equal(1, _stage.Exchanges(Account.Shop));

        // The code is known to the gateway by now, the thief no better.
        await thief.ReloadAsync();
        await IsToldToStartAgainAsync(thief);
    }

    [Fact]
    public async Task A_redirect_to_one_account_does_not_end_at_another()
    {
        var tab = await _stage.OpenTabAsync();
        var link = await CatchAsync(tab, Account.Shop, Account.Shop.Ada);

        await tab.GotoAsync(link.Replace(Account.Shop.Path + "?", Account.Club.Path + "?", StringComparison.Ordinal));

        await IsToldToStartAgainAsync(tab);
        Assert.Equal("/oauth/club", Assert.Single(_stage.Redirects).Path);
        Assert.Equal(0, _stage.Exchanges(Account.Shop) + _stage.Exchanges(Account.Club));
    }

    [Fact]
    public async Task A_link_cannot_ask_to_end_elsewhere()
    {
        var tab = await _stage.OpenTabAsync();

        var answer = await tab.GotoAsync(Account.Shop.Start(to: "https://evil.example.org/"));

        Assert.Equal(400, answer!.Status);
        Assert.Contains("OAuthReturnHosts", await answer.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(await tab.Context.CookiesAsync());
        Assert.Equal(0, _stage.WeChat.Calls.Count(ApiPath.Authorize));
    }

    private static string StateIn(string url) => System.Web.HttpUtility.ParseQueryString(new Uri(url).Query)["state"]!;

    private static async Task IsToldToStartAgainAsync(IPage tab)
    {
        Assert.Equal(ShopPages.Guest, await tab.ReadAsync("#who"));
        Assert.Contains("start again", await tab.ReadAsync("#error"), StringComparison.Ordinal);
        Assert.StartsWith("wxgwstart", await tab.ReadAsync("#state"), StringComparison.Ordinal);
    }

    /// <summary>Begins a redirect, allows, and returns the link with the code, which the gateway has not seen yet.</summary>
    private async Task<string> CatchAsync(IPage tab, Account account, SimulatedUser user)
    {
        await tab.AskAsync(account.Start());
        _stage.Web.Cut(RedirectStage.Host);
        await tab.AllowAsync(user);
        _stage.Web.Lead(RedirectStage.Host, _stage.Gateway.Address);
        return tab.Address();
    }
}
