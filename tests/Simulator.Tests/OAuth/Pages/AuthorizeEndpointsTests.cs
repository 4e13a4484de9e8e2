using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.OAuth.Pages;

public sealed class AuthorizeEndpointsTests : BrowserFixture
{
    private static readonly SimulatedUser Ada = new() { OpenId = "oAda", Nickname = "Ada" };
    private static readonly SimulatedUser Bob = new() { OpenId = "oBob", Nickname = "Bob" };

    [Fact]
    public async Task The_openid_alone_is_given_without_asking()
    {
        var location = await OpenAsync(Link(scope: OAuthScope.Base));

        Assert.Matches("^https://shop\\.example\\.com/back\\?code=0[0-9A-Za-z]{31}&state=abc$", location);
        Assert.Equal(OAuthScope.Base, Assert.Single(Simulator.OAuth.Codes).Scope);
    }

    [Fact]
    public async Task The_profile_is_asked_for_on_a_page_that_grants_nothing_by_itself()
    {
        Account.Name = "海风书店";
        var page = await PageAsync(Link());

        Assert.Contains("海风书店", page, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href", page, StringComparison.Ordinal);
        Assert.Empty(Simulator.OAuth.Codes);
    }

    [Fact]
    public async Task Allowing_returns_a_code_for_the_chosen_user_and_refusing_the_state_alone()
    {
        Simulator.AddUser(Account.AppId, Ada);
        Simulator.AddUser(Account.AppId, Bob);
        var allowed = await PressAsync(Link(), "allow", "oBob");
        var refused = await PressAsync(Link(), "refuse", "oBob");

        Assert.StartsWith($"{Back}?code=0", allowed, StringComparison.Ordinal);
        Assert.EndsWith("&state=abc", allowed, StringComparison.Ordinal);
        Assert.Equal("oBob", OpenIdOf(allowed));
        Assert.Equal($"{Back}?state=abc", refused);
        Assert.Single(Simulator.OAuth.Codes);
    }

    [Fact]
    public async Task Somebody_new_can_sign_in_and_is_no_follower()
    {
        var openId = OpenIdOf(await PressAsync(Link(), "allow", "+", " 小明 "));
        var info = await CallAsync(HttpMethod.Get, $"{ApiPath.UserInfo}?access_token={await StableTokenAsync()}&openid={openId}");

        Assert.Equal(0, (int)info["subscribe"]!);
        Assert.Contains($"小明 · {openId}", await PageAsync(Link()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("perhaps", "oAda")]
    [InlineData("allow", "oNobody")]
    [InlineData("allow", "")]
    public async Task An_invalid_form_gives_no_code(string decision, string user)
    {
        Simulator.AddUser(Account.AppId, Ada);
        using var response = await PostAsync(Link(), ("decision", decision), ("user", user));
        using var empty = await SendAsync(HttpMethod.Post, Link(), "{}");

        Assert.Contains("该链接无法访问", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(200, (int)empty.StatusCode);
        Assert.Empty(Simulator.OAuth.Codes);
    }

    [Fact]
    public async Task Nothing_that_is_shown_becomes_markup_and_no_script_runs()
    {
        const string Evil = "\"><script>alert('1')</script>";
        Account.Name = Evil;
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = Evil, Nickname = Evil });
        using var response = await SendAsync(HttpMethod.Get, Link());
        var page = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "value=\"&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;\" selected>&quot;&gt;&lt;script&gt;",
            page,
            StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_user_is_signed_in_until_the_browser_or_a_script_names_another()
    {
        var simulated = OpenIdOf(await OpenAsync(Link(scope: OAuthScope.Base)));
        Assert.Equal("oSimulatedUser_0000000000001", simulated);

        Simulator.AddUser(Account.AppId, Ada);
        Simulator.AddUser(Account.AppId, Bob);
        await PressAsync(Link(), "allow", "oBob");
        Assert.Equal("oBob", OpenIdOf(await OpenAsync(Link(scope: OAuthScope.Base))));

        Simulator.OAuth.SignIn(Account.AppId, "oAda");
        Assert.Equal("oAda", OpenIdOf(await OpenAsync(Link(scope: OAuthScope.Base))));

        Simulator.OAuth.SignOut(Account.AppId);
        Assert.Equal("oBob", OpenIdOf(await OpenAsync(Link(scope: OAuthScope.Base))));
        using var other = await SendAsync(HttpMethod.Get, Link(scope: OAuthScope.Base));
        Assert.Equal(simulated, OpenIdOf(other.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_browser_remembers_a_user_for_each_account()
    {
        Simulator.AddAccount(new SimulatedAccount { AppId = "wxother" });
        Simulator.AddUser("wxother", Ada);
        Simulator.AddUser(Account.AppId, Bob);
        await PressAsync(Link(), "allow", "oBob");

        Assert.Equal(
            "oAda",
            OpenIdOf(await OpenAsync(Link(scope: OAuthScope.Base).Replace(Account.AppId, "wxother", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_user_who_has_answered_before_is_not_asked_unless_the_account_insists()
    {
        Account.Switches.Consent = ConsentAnswer.Allow;
        Assert.Contains("code=", await OpenAsync(Link()), StringComparison.Ordinal);
        Assert.Contains("id=\"allow\"", await PageAsync(Link(more: "&forcePopup=true")), StringComparison.Ordinal);

        Account.Switches.Consent = ConsentAnswer.Refuse;
        Assert.Equal($"{Back}?state=abc", await OpenAsync(Link(more: "&forcePopup=true")));
    }

    [Fact]
    public async Task A_refusal_can_return_authdeny_as_the_code()
    {
        Account.Switches.SendsAuthDeny = true;
        Simulator.AddUser(Account.AppId, Bob);

        Assert.Equal($"{Back}?code=authdeny&state=abc", await PressAsync(Link(), "refuse", "oBob"));

        Account.Switches.Consent = ConsentAnswer.Refuse;
        Assert.Equal($"{Back}?code=authdeny&state=abc", await OpenAsync(Link()));
    }

    [Fact]
    public async Task A_link_may_ask_to_be_sent_back_once()
    {
        Simulator.AddUser(Account.AppId, Ada);

        Assert.Equal("oAda", OpenIdOf(await OpenAsync(Link(scope: OAuthScope.Base, more: "&connect_redirect=1"))));
    }

    [Fact]
    public async Task A_page_shown_as_a_snapshot_asks_nobody()
    {
        Simulator.AddUser(Account.AppId, Ada with { IsSnapshot = true });

        Assert.Equal("oAda", OpenIdOf(await OpenAsync(Link())));
        Assert.Contains("snapshot", await PageAsync(Link(more: "&forcePopup=true")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_counts_as_a_call_of_the_account_and_takes_faults()
    {
        Simulator.Faults.Add(ApiPath.Authorize, Fault.Status(502), times: 1);
        using var failed = await SendAsync(HttpMethod.Get, Link());
        await PageAsync(Link());

        Assert.Equal(502, (int)failed.StatusCode);
        Assert.Equal(2, Simulator.Calls.Count(ApiPath.Authorize, Account.AppId));
    }

    [Fact]
    public void Only_a_known_user_of_a_known_account_can_be_signed_in_by_a_script()
    {
        Simulator.AddUser(Account.AppId, Ada);

        Assert.Throws<ArgumentException>(() => Simulator.OAuth.SignIn(Account.AppId, "oBob"));
        Assert.Throws<ArgumentException>(() => Simulator.OAuth.SignIn("wxother", "oAda"));
        Assert.Throws<ArgumentException>(() => Simulator.OAuth.CreateCode(Account.AppId, "oBob", OAuthScope.Base));
        Assert.Throws<ArgumentException>(() => Simulator.OAuth.CreateCode(Account.AppId, "oAda", "snsapi_login"));
    }
}
