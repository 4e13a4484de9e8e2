using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.OAuth;

namespace WxYarpGateway.Simulator.Tests.OAuth.Pages;

public sealed class AuthorizeRequestTests : BrowserFixture
{
    private const string Encoded = "https%3A%2F%2Fshop.example.com%2Fback";

    [Theory]
    [InlineData($"redirect_uri={Encoded}&response_type=code&scope=snsapi_base&state=a", "10012")]
    [InlineData($"appid=&redirect_uri={Encoded}&response_type=code&scope=snsapi_base&state=a", "10012")]
    [InlineData($"appid=wxnobody&redirect_uri={Encoded}&response_type=code&scope=snsapi_base&state=a", "AppID 参数错误")]
    [InlineData("appid=wx1234567890abcdef&response_type=code&scope=snsapi_base&state=a", "10011")]
    [InlineData("appid=wx1234567890abcdef&redirect_uri=back&response_type=code&scope=snsapi_base&state=a", "10003")]
    [InlineData("appid=wx1234567890abcdef&redirect_uri=javascript%3Aalert(1)&response_type=code&scope=snsapi_base&state=a", "10003")]
    [InlineData("appid=wx1234567890abcdef&redirect_uri=%2F%2Fevil.example&response_type=code&scope=snsapi_base&state=a", "10003")]
    [InlineData($"appid=wx1234567890abcdef&redirect_uri={Encoded}&scope=snsapi_base&state=a", "response_type")]
    [InlineData($"appid=wx1234567890abcdef&redirect_uri={Encoded}&response_type=token&scope=snsapi_base&state=a", "response_type")]
    [InlineData($"appid=wx1234567890abcdef&redirect_uri={Encoded}&response_type=code&state=a", "10010")]
    [InlineData($"appid=wx1234567890abcdef&redirect_uri={Encoded}&response_type=code&scope=snsapi_login&state=a", "10005")]
    [InlineData($"appid=wx1234567890abcdef&redirect_uri={Encoded}&response_type=code&scope=snsapi_base&state=a-b", "state must have")]
    [InlineData($"appid=wx1234567890abcdef&redirect_uri={Encoded}&response_type=code&scope=snsapi_base&state=%E4%BD%A0", "state must have")]
    [InlineData(
        $"appid=wx1234567890abcdef&redirect_uri={Encoded}&response_type=code&scope=snsapi_base&state=a&component_appid=wxp",
        "10015")]
    [InlineData(
        $"redirect_uri={Encoded}&appid=wx1234567890abcdef&response_type=code&scope=snsapi_base&state=a",
        "appid must stand before redirect_uri")]
    [InlineData(
        $"appid=wx1234567890abcdef&redirect_uri={Encoded}&response_type=code&state=a&scope=snsapi_base",
        "scope must stand before state")]
    [InlineData(
        $"appid=wx1234567890abcdef&appid=wxnobody&redirect_uri={Encoded}&response_type=code&scope=snsapi_base&state=a",
        "appid must be given once")]
    public async Task A_malformed_link_meets_WeChats_page_and_gives_no_code(string query, string shown)
    {
        Assert.Contains(shown, await PageAsync($"{ApiPath.Authorize}?{query}"), StringComparison.Ordinal);
        Assert.Empty(Simulator.OAuth.Codes);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(0, true)]
    public async Task A_state_has_at_most_128_letters_and_digits(int length, bool isRight)
    {
        var state = new string('z', length);
        using var response = await SendAsync(HttpMethod.Get, Link(scope: OAuthScope.Base, state: state));

        Assert.Equal(isRight ? 302 : 200, (int)response.StatusCode);
        Assert.Equal(isRight, response.Headers.Location?.ToString().EndsWith($"&state={state}", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("https://shop.example.com/back", true)]
    [InlineData("http://SHOP.example.com:8443/", true)]
    [InlineData("https://evil.example.com/", false)]
    [InlineData("https://shop.example.com.evil.com/", false)]
    [InlineData("https://shop.example.com@evil.com/", false)]
    [InlineData("https://evil.com/shop.example.com", false)]
    [InlineData("https://evil.com\\@shop.example.com/", false)]
    public async Task Only_the_accounts_domains_are_returned_to(string redirectUri, bool isAllowed)
    {
        Account.OAuthDomains = ["shop.example.com"];
        using var response = await SendAsync(HttpMethod.Get, Link(redirectUri, OAuthScope.Base));

        Assert.Equal(isAllowed ? 302 : 200, (int)response.StatusCode);
        Assert.Equal(
            !isAllowed,
            (await response.Content.ReadAsStringAsync(Cancellation)).Contains("redirect_uri域名与后台配置不一致", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://a.example", "https://a.example?code=*&state=abc")]
    [InlineData("https://a.example/b?x=1", "https://a.example/b?x=1&code=*&state=abc")]
    [InlineData("https://a.example/b?x=1#/page?y=2", "https://a.example/b?x=1&code=*&state=abc#/page?y=2")]
    [InlineData("https://a.example/b#/page?y=2", "https://a.example/b?code=*&state=abc#/page?y=2")]
    [InlineData("https://a.example/b?", "https://a.example/b?code=*&state=abc")]
    [InlineData("https://a.example/b?x=1&", "https://a.example/b?x=1&code=*&state=abc")]
    [InlineData("https://a.example/%E4%BD%A0?q=%2F%26", "https://a.example/%E4%BD%A0?q=%2F%26&code=*&state=abc")]
    [InlineData("https://a.example/你?q=好 o", "https://a.example/%E4%BD%A0?q=%E5%A5%BD%20o&code=*&state=abc")]
    [InlineData("https://a.example/b\r\nX-Evil: 1", "https://a.example/b%0D%0AX-Evil:%201?code=*&state=abc")]
    public async Task Code_and_state_join_the_query_and_leave_the_rest_alone(string redirectUri, string expected)
    {
        var location = await OpenAsync(Link(redirectUri, OAuthScope.Base));
        var code = Assert.Single(Simulator.OAuth.Codes).Code;

        Assert.Equal(expected, location.Replace(code, "*", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10004, "此公众号被封禁")]
    [InlineData(10006, "必须关注此测试号")]
    [InlineData(10009, "操作太频繁了，请稍后重试")]
    [InlineData(10016, "不支持微信开放平台的Appid，请使用公众号Appid")]
    [InlineData(10999, "该链接无法访问")]
    public async Task A_switch_shows_any_error_page(int number, string words)
    {
        Account.Switches.AuthorizeError = number;
        var page = await PageAsync(Link());

        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains($"<span id=\"number\">{number}</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_system_and_a_lacking_permission_show_a_page()
    {
        Account.Switches.IsBusy = true;
        Assert.Contains("系统繁忙", await PageAsync(Link()), StringComparison.Ordinal);

        Account.Switches.IsBusy = false;
        Account.Switches.LackedApis = [ApiPath.OAuthUserInfo];
        Assert.Contains("此公众号并没有这些scope的权限", await PageAsync(Link()), StringComparison.Ordinal);
        Assert.Contains("code=", await OpenAsync(Link(scope: OAuthScope.Base)), StringComparison.Ordinal);
    }
}
