using System.Net;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Gateway.Tests.QrLogin;

/// <summary>A user signs in on a web site: the browser shows a QR code, the phone scans it and confirms.</summary>
public sealed class QrLoginTests : IAsyncLifetime
{
    private const string Ada = "oAda";
    private const string Bob = "oBob";

    private QrLoginRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await QrLoginRig.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_scans_and_confirms_is_signed_in_where_the_code_was_shown(bool follows)
    {
        var browser = await _rig.OpenAsync();
        Assert.Equal("waiting", await browser.StateAsync(_rig.Gateway));

        var push = await _rig.ScanAsync(browser, Ada, follows);
        Assert.Equal("hello", push.Reply!["Content"]);
        Assert.Equal("scanned", await browser.StateAsync(_rig.Gateway));
        var link = await _rig.LinkOfAsync(Ada);
        var phone = new QrLoginBrowser();
        var asked = await phone.GetAsync(_rig.Gateway, link);
        Assert.Contains("shop.example.com", asked.Text, StringComparison.Ordinal);
        Assert.Equal("scanned", await browser.StateAsync(_rig.Gateway));
        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync(_rig.Gateway, HttpMethod.Post, link)).StatusCode);
        Assert.Equal("confirmed", await browser.StateAsync(_rig.Gateway));

        var end = await browser.FinishAsync(_rig.Gateway);
        Assert.Equal(HttpStatusCode.SeeOther, end.StatusCode);
        Assert.StartsWith(QrLoginRig.Site + "&code=", end.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("mine", QrLoginRig.ParameterOf(end.Location, "state"));
        var code = QrLoginRig.ParameterOf(end.Location, "code")!;
        Assert.Equal((HttpStatusCode.OK, Ada), await _rig.ExchangeAsync(code));
        Assert.Equal((HttpStatusCode.NotFound, null), await _rig.ExchangeAsync(code));
    }

    [Fact]
    public async Task Another_browser_that_knows_the_code_gets_nothing()
    {
        var browser = await _rig.OpenAsync();
        var thief = await _rig.OpenAsync();
        await _rig.ScanAsync(browser, Ada);
        await new QrLoginBrowser().SendAsync(_rig.Gateway, HttpMethod.Post, await _rig.LinkOfAsync(Ada));

        Assert.Equal("over", await thief.StateAsync(_rig.Gateway, browser.Login));
        Assert.Equal("over", await new QrLoginBrowser().StateAsync(_rig.Gateway, browser.Login));
        Assert.Equal(HttpStatusCode.BadRequest, (await thief.FinishAsync(_rig.Gateway, browser.Login)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.FinishAsync(_rig.Gateway)).StatusCode);
    }

    [Fact]
    public async Task The_first_who_scans_owns_the_sign_in()
    {
        var browser = await _rig.OpenAsync();
        await _rig.ScanAsync(browser, Ada);
        var link = await _rig.LinkOfAsync(Ada);
        await _rig.ScanAsync(browser, Bob);
        await _rig.ScanAsync(browser, Ada);

        Assert.Equal(link, await _rig.LinkOfAsync(Ada));
        await new QrLoginBrowser().SendAsync(_rig.Gateway, HttpMethod.Post, link);
        var end = await browser.FinishAsync(_rig.Gateway);
        Assert.Equal(Ada, (await _rig.ExchangeAsync(QrLoginRig.ParameterOf(end.Location!, "code")!)).OpenId);
    }

    [Fact]
    public async Task A_scan_alone_signs_nobody_in()
    {
        var browser = await _rig.OpenAsync();
        await _rig.ScanAsync(browser, Ada);
        var link = await _rig.LinkOfAsync(Ada);

        foreach (var wrong in new[] { link[..^1], link + "A", link[..link.IndexOf("&key", StringComparison.Ordinal)], link + "&key=A" })
        {
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await new QrLoginBrowser().SendAsync(_rig.Gateway, HttpMethod.Post, wrong)).StatusCode);
        }

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await new QrLoginBrowser().SendAsync(_rig.Gateway, HttpMethod.Post, link, ("Origin", "https://evil.example.org"))).StatusCode);
        Assert.Equal("scanned", await browser.StateAsync(_rig.Gateway));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.FinishAsync(_rig.Gateway)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?to=")]
    [InlineData("?to=https%3A%2F%2Fevil.example.org%2F")]
    [InlineData("?to=https%3A%2F%2Fshop.example.com.evil.org%2F")]
    [InlineData("?to=https%3A%2F%2Fshop.example.com%40evil.org%2F")]
    [InlineData("?to=%2F%2Fevil.example.org")]
    [InlineData("?to=javascript%3Aalert(1)")]
    [InlineData("?to=%2Fa&to=%2Fb")]
    public async Task A_sign_in_cannot_lead_elsewhere(string query)
    {
        var page = await new QrLoginBrowser().GetAsync(_rig.Gateway, $"{QrLoginRig.Path}/start{query}");

        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Empty(page.Cookies);
        Assert.Equal(0, _rig.WeChat.Calls.Count(ApiPath.QrCodeCreate));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00")]
    [InlineData("..%2F..%2Fx")]
    public async Task A_sign_in_that_nobody_began_is_over(string login)
    {
        var browser = await _rig.OpenAsync();

        Assert.Equal("over", await browser.StateAsync(_rig.Gateway, login));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.FinishAsync(_rig.Gateway, login)).StatusCode);
        await _rig.ScanAsync(new QrLoginBrowser { Login = login }, Ada);
        Assert.Equal("waiting", await browser.StateAsync(_rig.Gateway));
    }

    [Fact]
    public async Task The_cookie_is_bound_to_the_host_and_hidden_from_scripts()
    {
        var page = await new QrLoginBrowser().GetAsync(_rig.Gateway, $"{QrLoginRig.Path}/start?to=%2Fdone");

        Assert.Matches(
            "^__Host-wxgw-qr-login-[A-Za-z0-9_-]{8}=[A-Za-z0-9_-]{43}; max-age=300; path=/; secure; samesite=lax; httponly$",
            Assert.Single(page.Cookies));
    }

    [Fact]
    public async Task Pages_that_are_none_and_methods_that_change_nothing_are_refused()
    {
        var browser = new QrLoginBrowser();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(_rig.Gateway, $"{QrLoginRig.Path}/else")).StatusCode);
        Assert.Equal(
            HttpStatusCode.MethodNotAllowed,
            (await browser.SendAsync(_rig.Gateway, HttpMethod.Post, $"{QrLoginRig.Path}/start?to=%2F")).StatusCode);
    }

    [Fact]
    public async Task When_WeChat_makes_no_code_the_visitor_is_asked_to_come_back()
    {
        _rig.WeChat.Faults.Add(ApiPath.QrCodeCreate, Fault.Error(45009));

        var page = await new QrLoginBrowser().GetAsync(_rig.Gateway, $"{QrLoginRig.Path}/start?to=%2Fdone");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Empty(page.Cookies);
    }
}
