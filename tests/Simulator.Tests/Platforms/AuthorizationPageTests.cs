using System.Text.RegularExpressions;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Platforms;

public sealed partial class AuthorizationPageTests : PlatformFixture
{
    private const string Desktop = "/cgi-bin/componentloginpage";
    private const string Phone = "/wxaopen/safe/bindcomponent";
    private const string OldPhone = "/safe/bindcomponent";
    private const string Back = $"https://{Domain}/return?state=ours#top";
    private const string Referer = $"https://{Domain}/";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true });

    [Theory]
    [InlineData(Desktop, "desk")]
    [InlineData(Phone, "phone")]
    [InlineData(OldPhone, "phone")]
    public async Task Pressing_the_button_returns_with_a_code_and_its_life_and_no_state_of_WeChats(string path, string kind)
    {
        var link = await LinkAsync(path);
        var page = await PageAsync(link);
        var location = await PressAsync(link, page, Account.AppId, 1, 2);

        Assert.Contains($"<main class=\"{kind}\">", page, StringComparison.Ordinal);
        Assert.Contains("海风管家", page, StringComparison.Ordinal);
        Assert.Matches(
            $"^https://{Regex.Escape(Domain)}/return\\?state=ours&auth_code=queryauthcode%40%40%40[^&]+&expires_in=3600#top$",
            location);
        var code = Uri.UnescapeDataString(CodeIn().Match(location).Groups[1].Value);
        Assert.Equal([1, 2], (await QueryAsync(code))["func_info"]!.AsArray().Select(set => (int)set!["funcscope_category"]!["id"]!));
        await Eventually.HoldsAsync(() => Events.Count == 1, "the event follows the redirect", Cancellation);
        Assert.Contains(
            Uri.UnescapeDataString(PreAuthCodeIn().Match(link).Groups[1].Value),
            Events[0].ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_what_is_asked_and_gives_nothing_by_itself()
    {
        var link = await LinkAsync(Desktop);
        var page = await PageAsync(link);
        await PageAsync(link);

        Assert.Contains("海风书店 · 公众号 official account", page, StringComparison.Ordinal);
        Assert.Contains("小小程序 · 小程序 mini program", page, StringComparison.Ordinal);
        Assert.Contains("自定义菜单权限", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Simulator.Platforms.Codes);
        Assert.Empty(Events);
    }

    [Theory]
    [InlineData(null, "域名:空")]
    [InlineData("", "域名:空")]
    [InlineData("https://evil.example/", "域名:evil.example")]
    [InlineData("https://saas.example.com.evil.example/", "域名:saas.example.com.evil.example")]
    [InlineData("not a URL", "域名:空")]
    public async Task A_link_that_was_not_opened_from_a_registered_domain_is_refused(string? referer, string shown) =>
        Assert.Contains(shown, await PageAsync(await LinkAsync(Desktop), referer), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://SAAS.example.com:8443/admin?x", true)]
    [InlineData("http://saas.example.com/", true)]
    [InlineData("https://sub.saas.example.com/", false)]
    public async Task The_domain_counts_and_not_the_port_the_scheme_or_the_case(string referer, bool isRight) =>
        Assert.Equal(isRight, (await PageAsync(await LinkAsync(Desktop), referer)).Contains("id=\"allow\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("redirect_uri=https%3A%2F%2Fevil.example%2F", "域名:evil.example")]
    [InlineData("redirect_uri=https%3A%2F%2Fsaas.example.com%40evil.example%2F", "域名:evil.example")]
    [InlineData("redirect_uri=javascript%3Aalert(1)", "redirect_uri 无效")]
    [InlineData("redirect_uri=", "redirect_uri 无效")]
    [InlineData("component_appid=wxnobody", "component_appid 无效")]
    [InlineData("pre_auth_code=preauthcode%40%40%40nobody", "pre_auth_code 无效")]
    [InlineData("pre_auth_code=", "pre_auth_code 无效")]
    [InlineData("auth_type=7", "auth_type 无效")]
    [InlineData("auth_type=x", "auth_type 无效")]
    [InlineData("auth_type=4", "没有可授权的帐号")]
    [InlineData("category_id_list=1%7Cx", "category_id_list 无效")]
    [InlineData("category_id_list=-1", "category_id_list 无效")]
    [InlineData("biz_appid=wxnobody", "没有可授权的帐号")]
    public async Task A_wrong_link_meets_a_page_that_says_why(string replaced, string shown)
    {
        var page = await PageAsync(await LinkAsync(Desktop, replaced));

        Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"allow\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action=other")]
    [InlineData("no_scan=0")]
    public async Task On_a_phone_the_link_says_what_it_does(string replaced) =>
        Assert.Contains("action=bindcomponent", await PageAsync(await LinkAsync(Phone, replaced)), StringComparison.Ordinal);

    [Theory]
    [InlineData("auth_type=1", true, false)]
    [InlineData("auth_type=2", false, true)]
    [InlineData("auth_type=3", true, true)]
    [InlineData("auth_type=5", true, true)]
    [InlineData("auth_type=6", true, true)]
    [InlineData("auth_type=", true, true)]
    [InlineData("auth_type=1&biz_appid=wxmini00000000001", false, true)]
    [InlineData("biz_appid=wx1234567890abcdef", true, false)]
    public async Task The_link_decides_which_accounts_are_offered_and_biz_appid_wins(string more, bool official, bool mini)
    {
        var page = await PageAsync(await LinkAsync(Desktop, more));

        Assert.Equal(official, page.Contains($"value=\"{Account.AppId}\"", StringComparison.Ordinal));
        Assert.Equal(mini, page.Contains($"value=\"{Mini.AppId}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Category_id_list_limits_the_sets_to_those_of_the_platform()
    {
        var link = await LinkAsync(Desktop, "category_id_list=1%7C18%7C118&biz_appid=wx1234567890abcdef");
        var page = await PageAsync(link);

        Assert.Equal(["1"], SetIn().Matches(page).Select(match => match.Groups[1].Value));
        Assert.Contains("该链接无法访问", await AnswerAsync(link, page, "allow", Account.AppId, 2), StringComparison.Ordinal);
        Assert.Contains("该链接无法访问", await AnswerAsync(link, page, "allow", Mini.AppId, 1), StringComparison.Ordinal);
        Assert.NotNull(await PressAsync(link, page, Account.AppId, 1));
    }

    [Fact]
    public async Task A_pre_auth_code_is_used_up_by_the_button_and_not_by_the_page()
    {
        var link = await LinkAsync(Desktop);
        var page = await PageAsync(link);
        await PressAsync(link, page, Account.AppId, 1);

        Assert.Contains("pre_auth_code 无效", await PageAsync(link), StringComparison.Ordinal);
        Assert.Contains("pre_auth_code 无效", await AnswerAsync(link, page, "allow", Account.AppId, 1), StringComparison.Ordinal);
        Assert.Single(Simulator.Platforms.Codes);
    }

    [Fact]
    public async Task A_pre_auth_code_lives_thirty_minutes()
    {
        var link = await LinkAsync(Desktop);
        Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        Assert.Contains("id=\"allow\"", await PageAsync(link), StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("pre_auth_code 无效", await PageAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_comes_from_no_page_gives_nothing()
    {
        var (link, other) = (await LinkAsync(Desktop), await LinkAsync(Desktop));
        var page = await PageAsync(other);

        Assert.Contains("该链接无法访问", await AnswerAsync(link, page, "allow", Account.AppId, 1), StringComparison.Ordinal);
        Assert.Contains("该链接无法访问", await AnswerAsync(link, "", "allow", Account.AppId, 1), StringComparison.Ordinal);
        using var plain = await _browser.PostAsync(new Uri(Simulator.Address, link), new StringContent("decision=allow"), Cancellation);
        Assert.Equal(200, (int)plain.StatusCode);
        Assert.Empty(Simulator.Platforms.Codes);
    }

    [Theory]
    [InlineData("refuse", "wx1234567890abcdef", 1, "已取消授权")]
    [InlineData("perhaps", "wx1234567890abcdef", 1, "该链接无法访问")]
    [InlineData("allow", "wxnobody", 1, "该链接无法访问")]
    [InlineData("allow", "wx1234567890abcdef", 99, "该链接无法访问")]
    public async Task Anything_but_the_right_button_authorizes_nobody(string decision, string account, int set, string shown)
    {
        var link = await LinkAsync(Phone);

        Assert.Contains(shown, await AnswerAsync(link, await PageAsync(link), decision, account, set), StringComparison.Ordinal);
        Assert.False(Simulator.Platforms.IsAuthorized(Component, Account.AppId));
        Assert.Empty(Events);
    }

    [Fact]
    public async Task The_event_may_come_first_and_the_redirect_not_at_all()
    {
        (Platform.Switches.EventTiming, Platform.Switches.RedirectsBack) = (EventTiming.BeforeRedirect, false);
        Platform.Switches.EventTimes = 2;
        var link = await LinkAsync(Desktop);
        var answer = await AnswerAsync(link, await PageAsync(link), "allow", Account.AppId, 1);

        Assert.Contains("授权成功", answer, StringComparison.Ordinal);
        Assert.Equal(2, Events.Count);
    }

    [Fact]
    public async Task Nothing_that_is_shown_becomes_markup()
    {
        const string Evil = "\"><script>alert('1')</script>";
        (Account.Name, Platform.Name) = (Evil, Evil);
        var page = await PageAsync(await LinkAsync(Desktop, "category_id_list=1"));
        var error = await PageAsync(await LinkAsync(Desktop), "https://evil.example/\"><script>");

        Assert.DoesNotContain("<script", page + error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    public override async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // Each of the parameters in "replaced" stands instead of the right one.
    private async Task<string> LinkAsync(string path, string replaced = "")
    {
        var parameters = new Dictionary<string, string>
        {
            ["component_appid"] = Component,
            ["pre_auth_code"] = (string)(await ComponentAsync(ApiPath.PreAuthCode))["pre_auth_code"]!,
            ["redirect_uri"] = Back,
            ["auth_type"] = "3",
        };
        if (path != Desktop)
        {
            (parameters["action"], parameters["no_scan"]) = ("bindcomponent", "1");
        }

        foreach (var pair in replaced.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            parameters[pair.Split('=')[0]] = Uri.UnescapeDataString(pair.Split('=')[1]);
        }

        return $"{path}?{string.Join('&', parameters.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}";
    }

    private async Task<string> PageAsync(string link, string? referer = Referer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Simulator.Address, link));
        if (referer is not null)
        {
            request.Headers.TryAddWithoutValidation("Referer", referer);
        }

        using var response = await _browser.SendAsync(request, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private Task<HttpResponseMessage> PostAsync(string link, string page, string decision, string account, int[] sets)
    {
        var fields = sets.Select(set => KeyValuePair.Create("set", $"{set}"))
            .Append(KeyValuePair.Create("key", KeyIn().Match(page).Groups[1].Value))
            .Append(KeyValuePair.Create("decision", decision))
            .Append(KeyValuePair.Create("account", account));
        return _browser.PostAsync(new Uri(Simulator.Address, link), new FormUrlEncodedContent(fields), Cancellation);
    }

    private async Task<string> AnswerAsync(string link, string page, string decision, string account, params int[] sets)
    {
        using var response = await PostAsync(link, page, decision, account, sets);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    /// <summary>Returns where the browser is sent, to the letter.</summary>
    private async Task<string> PressAsync(string link, string page, string account, params int[] sets)
    {
        using var response = await PostAsync(link, page, "allow", account, sets);
        Assert.Equal(302, (int)response.StatusCode);
        return response.Headers.NonValidated["Location"].ToString();
    }

    [GeneratedRegex("name=\"key\" value=\"([^\"]+)\"")]
    private static partial Regex KeyIn();

    [GeneratedRegex("name=\"set\" value=\"([^\"]+)\"")]
    private static partial Regex SetIn();

    [GeneratedRegex("auth_code=([^&]+)")]
    private static partial Regex CodeIn();

    [GeneratedRegex("pre_auth_code=([^&]+)")]
    private static partial Regex PreAuthCodeIn();
}
