using System.Net;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.OAuth;

/// <summary>Redirects that begin at the gateway.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private OAuthRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await OAuthRig.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("", "snsapi_base")]
    [InlineData("?scope=snsapi_userinfo&state=mine&to=%2Fmenu", "snsapi_userinfo")]
    public async Task A_browser_is_sent_to_WeChat_with_a_cookie_of_its_own(string query, string scope)
    {
        using var response = await _rig.RedirectAsync("/redirect/start" + query);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Matches(
            $"^https://open\\.example\\.com/pages/connect/oauth2/authorize\\?appid=wxredirects&redirect_uri=https%3A%2F%2Fwx\\.example\\.com%2Fbase%2Fredirect&response_type=code&scope={scope}&state=wxgwstart[0-9a-f]{{40}}&connect_redirect=1#wechat_redirect$",
            response.Headers.Location!.OriginalString);
        Assert.Matches(
            "^wxgw-oauth-wxgwstart[0-9a-f]{40}=[A-Za-z0-9_-]+; max-age=600; path=/base/redirect; secure; samesite=lax; httponly$",
            Assert.Single(response.Headers.GetValues("Set-Cookie")));
        Assert.Empty(_rig.Backend.Calls);
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task A_redirect_that_comes_back_brings_what_it_began_with()
    {
        var (state, cookie) = await _rig.BeginAsync("?state=mine%20%E4%B8%AD&to=https%3A%2F%2Fshop.example.com%2Fx%3Fa%3D1");

        using var response = await _rig.RedirectAsync($"/redirect?code=C&state={state}", ("Cookie", $"a=1; {cookie}; b=2"));

        var call = _rig.Backend.OnlyCall;
        Assert.Equal(OAuthRig.OpenId, call.Json.GetProperty("openId").GetString());
        Assert.Equal("mine 中", call.Json.GetProperty("state").GetString());
        Assert.Equal("https://shop.example.com/x?a=1", call.Json.GetProperty("to").GetString());
        Assert.Equal($"/redirect?code=C&state={state}", call.Json.GetProperty("requestURI").GetString());
        Assert.Equal("a=1; b=2", call.Headers.Cookie);
        Assert.Equal("true", call.Headers["X-WeChat-Started"]);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("C", "D")]
    [InlineData("C", "C", "D", "C", "D")]
    [InlineData("C", "D", "E")]
    public async Task A_browser_that_WeChat_sends_back_twice_has_its_user_on_both_pages(params string[] codes)
    {
        _rig.IsSnapshot = false;
        var (state, cookie) = await _rig.BeginAsync("?state=mine&to=/menu");

        foreach (var code in codes)
        {
            (await _rig.RedirectAsync($"/redirect?code={code}&state={state}", ("Cookie", cookie))).Dispose();
        }

        Assert.Equal(codes.Length, _rig.Backend.Calls.Count);
        Assert.All(_rig.Backend.Calls, call =>
        {
            Assert.Equal((OAuthRig.OpenId, "mine", "/menu"), (call.Text("openId"), call.Text("state"), call.Text("to")));
            Assert.Equal(("", "true"), (call.Text("userInfoError"), call.Headers["X-WeChat-Started"].ToString()));
        });
        Assert.Equal(codes.Distinct().Count(), _rig.Exchanges);
    }

    [Fact]
    public async Task Somebody_who_goes_back_and_chooses_another_account_is_that_user()
    {
        _rig.IsSnapshot = false;
        _rig.OpenIdOf = code => "oUser-" + code;
        var (state, cookie) = await _rig.BeginAsync("");

        foreach (var code in new[] { "C", "D", "C" })
        {
            (await _rig.RedirectAsync($"/redirect?code={code}&state={state}", ("Cookie", cookie))).Dispose();
        }

        Assert.Equal(["oUser-C", "oUser-D", "oUser-C"], _rig.Backend.Calls.Select(call => call.Text("openId")));
        Assert.Equal(2, _rig.Exchanges);
    }

    [Fact]
    public async Task A_snapshot_page_that_is_opened_in_full_brings_the_real_user()
    {
        _rig.OpenIdOf = code => code == "C" ? "oVirtual-0123456789" : OAuthRig.OpenId;
        var (state, cookie) = await _rig.BeginAsync("");

        (await _rig.RedirectAsync($"/redirect?code=C&state={state}", ("Cookie", cookie))).Dispose();
        _rig.IsSnapshot = false;
        (await _rig.RedirectAsync($"/redirect?code=D&state={state}", ("Cookie", cookie))).Dispose();

        Assert.Equal(["oVirtual-0123456789", OAuthRig.OpenId], _rig.Backend.Calls.Select(call => call.Text("openId")));
    }

    [Fact]
    public async Task A_code_that_was_bad_leaves_the_state_to_the_next_one()
    {
        var (state, cookie) = await _rig.BeginAsync("");
        _rig.Exchange = context => ScriptedBackend.WriteAsync(context, """{"errcode":40029,"errmsg":"invalid code"}""");
        (await _rig.RedirectAsync($"/redirect?code=C&state={state}", ("Cookie", cookie))).Dispose();
        _rig.Exchange = null;
        (await _rig.RedirectAsync($"/redirect?code=D&state={state}", ("Cookie", cookie))).Dispose();

        Assert.Equal(["", OAuthRig.OpenId], _rig.Backend.Calls.Select(call => call.Text("openId")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("code=authdeny&")]
    public async Task A_refusal_brings_back_the_callers_state(string code)
    {
        var (state, cookie) = await _rig.BeginAsync("?state=mine&to=/menu");

        using var response = await _rig.RedirectAsync($"/redirect?{code}state={state}", ("Cookie", cookie));

        Assert.Empty(_rig.WeChat.Calls);
        Assert.Equal("WeChat gave no code: the user did not consent.", _rig.Backend.OnlyCall.Text("userInfoError"));
        var json = _rig.Backend.OnlyCall.Json;
        Assert.Equal(("", "mine", "/menu"),
            (json.GetProperty("openId").GetString(), json.GetProperty("state").GetString(), json.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task A_forged_state_a_foreign_cookie_or_a_changed_one_gets_no_user_and_uses_up_no_code()
    {
        var (state, cookie) = await _rig.BeginAsync("?state=mine&to=/menu");
        var (other, othersCookie) = await _rig.BeginAsync("?state=mine&to=/menu");
        var changed = cookie[..^1] + (cookie[^1] == 'A' ? 'B' : 'A');
        var swapped = cookie[..(cookie.IndexOf('=', StringComparison.Ordinal) + 1)] + othersCookie[
            (othersCookie.IndexOf('=', StringComparison.Ordinal) + 1)..];

        foreach (var (shown, sent) in new[]
        {
            (state, ""), (state, othersCookie), (state, changed), (state, swapped), (state + "0", cookie), (state.ToUpperInvariant()[
                ..9].Replace("WXGWSTART", "wxgwstart", StringComparison.Ordinal) + "00", cookie), ("wxgwstart", cookie), (other, cookie),
        })
        {
            (await _rig.RedirectAsync($"/redirect?code=C&state={shown}", ("Cookie", sent))).Dispose();
        }

        Assert.Equal(8, _rig.Backend.Calls.Count);
        Assert.All(_rig.Backend.Calls, call =>
        {
            Assert.Equal("", call.Json.GetProperty("openId").GetString());
            Assert.Equal("This redirect did not begin in this browser, or too long ago; start again.",
                call.Json.GetProperty("userInfoError").GetString());
            Assert.False(call.Json.TryGetProperty("to", out _));
            Assert.False(call.Headers.ContainsKey("X-WeChat-Started"));
            Assert.Equal("", call.Headers.Cookie.ToString());
        });
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Theory]
    [InlineData("?scope=snsapi_login", "scope")]
    [InlineData(
        "?state=01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", "state")]
    [InlineData("?to=//evil.com", "to")]
    [InlineData("?to=%2F%5Cevil.com", "to")]
    [InlineData("?to=%2F%2Fevil.com", "to")]
    [InlineData("?to=%2Fx%0D%0ASet-Cookie:%20a=b", "to")]
    [InlineData("?to=javascript:alert(1)", "to")]
    [InlineData("?to=https://shop.example.com@evil.com/", "to")]
    [InlineData("?to=https://shop.example.com./", "to")]
    [InlineData("?to=https://shop.example.com.evil.com/", "to")]
    [InlineData("?to=https://%EF%BD%93hop.example.com/", "to")]
    [InlineData("?to=ftp://shop.example.com/", "to")]
    [InlineData("?to=https://other.example.com/", "to")]
    [InlineData("?to=/a&to=/b", "to")]
    [InlineData("?to=/a?x=1&y=2", "to")]
    [InlineData("?to=%2Fa?x=1&y=2&state=mine", "to")]
    [InlineData("?state=mine&to=https://shop.example.com/a?x=1&scope=snsapi_base&y", "to")]
    [InlineData("?to=/a%3Fx=1&y=2", "to")]
    [InlineData("?to=/a?x&=2", "to")]
    public async Task A_parameter_that_is_wrong_is_named_and_nothing_begins(string query, string name)
    {
        using var response = await _rig.RedirectAsync("/redirect/start" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Null(response.Headers.Location);
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement;
        Assert.Equal(400, json.GetProperty("code").GetInt32());
        Assert.StartsWith(name + " ", json.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?to=/a?x=1", "/a?x=1")]
    [InlineData("?to=/a?x=1&state=mine", "/a?x=1")]
    [InlineData("?to=%2Fa%3Fx%3D1%26y%3D2&from=timeline", "/a?x=1&y=2")]
    [InlineData("?from=timeline&to=/a?x=1", "/a?x=1")]
    [InlineData("?to=/a&from=timeline", "/a")]
    public async Task Where_a_redirect_ends_is_taken_whole(string query, string to)
    {
        var (state, cookie) = await _rig.BeginAsync(query);

        (await _rig.RedirectAsync($"/redirect?code=C&state={state}", ("Cookie", cookie))).Dispose();

        Assert.Equal(to, _rig.Backend.OnlyCall.Text("to"));
    }

    [Fact]
    public async Task A_browser_keeps_five_redirects_and_the_oldest_go()
    {
        using var response = await _rig.RedirectAsync("/redirect/start",
            ("Cookie", "wxgw-oauth-a=1; wxgw-oauth-b=2; mine=x; wxgw-oauth-c=3; wxgw-oauth-d=4; wxgw-oauth-e=5; wxgw-oauth-f=6"));

        var cookies = response.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(3, cookies.Count);
        Assert.Equal(
            "wxgw-oauth-a=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/base/redirect; secure; samesite=lax; httponly", cookies[0]);
        Assert.StartsWith("wxgw-oauth-b=;", cookies[1], StringComparison.Ordinal);
        Assert.StartsWith("wxgw-oauth-wxgwstart", cookies[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_begins_with_anything_but_a_GET()
    {
        using var browser = new HttpClient();
        using var response = await browser.PostAsync(new Uri(_rig.Gateway.Address, "/redirect/start"), null, Cancelled);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_public_address_nothing_begins_and_redirects_are_received_all_the_same()
    {
        await using var rig = await OAuthRig.StartAsync(Cancelled, ("PublicUrl", ""));

        using var start = await rig.RedirectAsync("/redirect/start");
        using var redirect = await rig.RedirectAsync("/redirect?code=C");

        Assert.Equal(HttpStatusCode.NotFound, start.StatusCode);
        Assert.Equal("""{"code":404,"msg":"No redirect can be started here: PublicUrl or OAuthPath is not set."}""", await start.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(OAuthRig.OpenId, rig.Backend.OnlyCall.Json.GetProperty("openId").GetString());
    }

    [Fact]
    public async Task Over_plain_http_the_cookie_is_not_for_https_only()
    {
        await using var rig = await OAuthRig.StartAsync(Cancelled, ("PublicUrl", "http://127.0.0.1:1234"));

        using var response = await rig.RedirectAsync("/redirect/start");

        Assert.Matches("=[A-Za-z0-9_-]+; max-age=600; path=/redirect; samesite=lax; httponly$",
            Assert.Single(response.Headers.GetValues("Set-Cookie")));
    }

    [Fact]
    public async Task Edits_take_effect_while_it_runs()
    {
        using var workplace = new Workplace();
        var file = workplace.Write("hot.json", Json("https://old.example.com", "old.example.com"));
        await using var gateway = await RunningGateway.StartAsync([], Cancelled, file);
        using (var refused = await OAuthRig.RedirectAsync(gateway, "/redirect/start?to=https://new.example.com/x"))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        workplace.Write("hot.json", Json("https://new.example.com", "new.example.com"));

        await Eventually.HoldsAsync(
            async () =>
            {
                using var response = await OAuthRig.RedirectAsync(gateway, "/redirect/start?to=https://new.example.com/x");
                return response.Headers.Location?.OriginalString.Contains(
                    "&redirect_uri=https%3A%2F%2Fnew.example.com%2Fredirect&", StringComparison.Ordinal) == true;
            },
            "the new configuration is in force",
            Cancelled);

        static string Json(string publicUrl, string host) => $$"""
            { "Gateway": { "PublicUrl": "{{publicUrl}}", "Services": { "shop": {
                "AppId": "wx1", "AppSecret": "s", "Token": "t", "OAuthPath": "/redirect", "OAuthBackend": "http://127.0.0.1:1", "OAuthReturnHosts": ["{{host}}"]
            } } } }
            """;
    }
}
