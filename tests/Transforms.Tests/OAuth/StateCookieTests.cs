using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.OAuth;

public sealed class StateCookieTests
{
    private static readonly WeChatService Service = TestHost.Service(options => options.OAuthReturnHosts = ["shop.example.com"]);

    [Theory]
    [InlineData("", null)]
    [InlineData("mine 中 \"\\ 🙂", "/menu?a=1&b=2")]
    [InlineData("s", "https://shop.example.com/x")]
    public void What_the_caller_wants_back_comes_back_with_the_cookie(string state, string? to)
    {
        var redirect = new StateCookie(state, to);

        var (ours, cookie) = redirect.Issue(Service);

        Assert.Matches("^[a-zA-Z0-9]{1,128}$", ours);
        Assert.True(StateCookie.IsOurs(ours));
        Assert.Equal(redirect, StateCookie.Find(Cookies((StateCookie.NameOf(ours), cookie)), Service, ours));
    }

    [Fact]
    public void No_two_redirects_are_alike()
        => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => new StateCookie("s", "/x").Issue(Service).State).Distinct().Count());

    [Fact]
    public void The_largest_cookie_fits_into_a_browser()
    {
        var (state, cookie) = new StateCookie(new string('\u0001', 128), "/" + new string('&', 2047)).Issue(Service);

        Assert.InRange(StateCookie.NameOf(state).Length + 1 + cookie.Length, 1, 4096);
    }

    [Fact]
    public void A_state_without_its_cookie_or_with_another_ones_is_nothing()
    {
        var (state, cookie) = new StateCookie("s", "/x").Issue(Service);
        var (other, othersCookie) = new StateCookie("s", "/x").Issue(Service);

        Assert.Null(StateCookie.Find(Cookies(), Service, state));
        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(other), othersCookie)), Service, state));
        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state), othersCookie)), Service, state));
        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state + "0"), cookie)), Service, state + "0"));
        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf("wxgwstart"), cookie)), Service, "wxgwstart"));
    }

    [Fact]
    public void A_cookie_that_was_changed_anywhere_is_nothing()
    {
        var (state, cookie) = new StateCookie("s", "/x").Issue(Service);
        for (var position = 0; position < cookie.Length; position++)
        {
            var changed = cookie.Remove(position, 1).Insert(position, cookie[position] == 'A' ? "B" : "A");
            Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state), changed)), Service, state));
        }

        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state), cookie + "=")), Service, state));
        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state), "")), Service, state));
    }

    [Fact]
    public void A_redirect_to_one_service_is_none_to_another()
    {
        var (state, cookie) = new StateCookie("s", null).Issue(Service);
        var other = new WeChatService("other", new ServiceOptions { AppId = "wx1", AppSecret = "s" });

        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state), cookie)), other, state));
    }

    [Fact]
    public void A_place_to_end_at_that_is_not_allowed_any_more_is_none()
    {
        var (state, cookie) = new StateCookie("s", "https://shop.example.com/x").Issue(Service);
        var stricter = TestHost.Service();

        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state), cookie)), stricter, state));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("%%%")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAHt9")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAFtd")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAFsxLDJd")]
    public void Whoever_makes_cookie_and_state_by_hand_gets_nothing_for_it(string cookie)
    {
        var state = "wxgwstart" + Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Service.Name}\n{cookie}")), 0, 20);

        Assert.Null(StateCookie.Find(Cookies((StateCookie.NameOf(state), cookie)), Service, state));
    }

    private static IRequestCookieCollection Cookies(params (string Name, string Value)[] cookies)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));
        return new RequestCookiesFeature(context.Features).Cookies;
    }
}
