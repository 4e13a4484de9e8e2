using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.OAuth;

/// <summary>A browser that comes back from WeChat with a code.</summary>
public sealed class RedirectTests : IAsyncLifetime
{
    private OAuthRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await OAuthRig.StartAsync(
        Cancelled, ("WeChat:Timeout", "00:00:02"), ("Services:shop:OAuthBackend", "BACKEND/menu/redirect?from=wx%20gateway"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_backend_gets_a_POST_of_who_it_is_at_exactly_its_address()
    {
        using var response = await _rig.RedirectAsync("/redirect?code=C%261&state=their%20state&x=1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var call = _rig.Backend.OnlyCall;
        Assert.Equal(("POST", "/menu/redirect", "?from=wx%20gateway"), (call.Method, call.Path, call.Query));
        Assert.Equal("application/json; charset=utf-8", call.Headers.ContentType);
        Assert.Equal(call.Body.Length, call.Headers.ContentLength);
        Assert.Equal(("shop", OAuthRig.AppId), (call.Headers["X-WeChat-Service"].ToString(), call.Headers["X-WeChat-AppId"].ToString()));
        Assert.Equal(
            $$"""{"requestURI":"/redirect?code=C%261&state=their%20state&x=1","appId":"wxredirects","openId":"{{OAuthRig.OpenId}}","unionId":"oUnion","scope":"snsapi_base","state":"their state","userInfo":null,"userInfoError":"","isSnapshotUser":true}""",
            call.Text);
        Assert.Contains("&code=C%261&", Assert.Single(_rig.WeChat.Calls).Query, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Profiles);
    }

    [Theory]
    [InlineData("snsapi_userinfo", "/redirect?code=C")]
    [InlineData("snsapi_base", "/redirect?code=C&state=login")]
    [InlineData("snsapi_base", "/redirect/?login&code=C")]
    public async Task The_profile_goes_along_when_it_was_granted_or_the_address_has_the_flag(string scope, string target)
    {
        _rig.Scope = scope;

        using var response = await _rig.RedirectAsync(target);

        var json = _rig.Backend.OnlyCall.Json;
        Assert.Equal("小明", json.GetProperty("userInfo").GetProperty("nickname").GetString());
        Assert.Equal("", json.GetProperty("userInfoError").GetString());
        var call = _rig.WeChat.Calls[1];
        Assert.Equal($"?access_token={OAuthRig.OAuthToken}&openid={OAuthRig.OpenId}&lang=zh_CN", call.Query);
    }

    [Fact]
    public async Task A_profile_that_cannot_be_had_is_a_sentence_and_the_reload_brings_it()
    {
        _rig.Scope = "snsapi_userinfo";
        _rig.Profile = context => ScriptedBackend.WriteAsync(context, $$"""{"errcode":42001,"errmsg":"access_token {{OAuthRig.OAuthToken}} expired"}""");
        using var first = await _rig.RedirectAsync("/redirect?code=C");
        _rig.Profile = null;
        using var second = await _rig.RedirectAsync("/redirect?code=C");

        Assert.All(_rig.Backend.Calls, call => Assert.Equal(OAuthRig.OpenId, call.Json.GetProperty("openId").GetString()));
        var error = _rig.Backend.Calls[0].Json.GetProperty("userInfoError").GetString()!;
        Assert.Contains("42001", error, StringComparison.Ordinal);
        Assert.DoesNotContain(OAuthRig.OAuthToken, error, StringComparison.Ordinal);
        Assert.Equal("小明", _rig.Backend.Calls[1].Json.GetProperty("userInfo").GetProperty("nickname").GetString());
        Assert.Equal((1, 2), (_rig.Exchanges, _rig.Profiles));
        Assert.DoesNotContain(_rig.WeChat.Calls, call => call.Path.StartsWith("/cgi-bin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reload_is_the_same_user_and_a_used_code_of_somebody_elses_is_none()
    {
        using var first = await _rig.RedirectAsync("/redirect?code=C");
        using var reload = await _rig.RedirectAsync("/redirect?code=C&state=other");
        _rig.Exchange = context => ScriptedBackend.WriteAsync(context, """{"errcode":40163,"errmsg":"code been used: D"}""");
        using var used = await _rig.RedirectAsync("/redirect?code=D");

        Assert.Equal(
            [OAuthRig.OpenId, OAuthRig.OpenId, ""], _rig.Backend.Calls.Select(call => call.Json.GetProperty("openId").GetString()));
        Assert.StartsWith(
            "WeChat answered errcode 40163", _rig.Backend.Calls[2].Json.GetProperty("userInfoError").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, _rig.Exchanges);
    }

    [Theory]
    [InlineData("/redirect?state=S", "WeChat gave no code: the user did not consent.", "S")]
    [InlineData("/redirect", "WeChat gave no code: the user did not consent.", "")]
    [InlineData("/redirect?code=authdeny&state=S", "WeChat gave no code: the user did not consent.", "S")]
    [InlineData("/redirect?state=S&code=AuthDeny", "WeChat gave no code: the user did not consent.", "S")]
    [InlineData("/redirect?code=authdeny%20&state=S", "WeChat gave no code: the user did not consent.", "S")]
    [InlineData("/redirect?code=&state=S", "WeChat gave no code: the user did not consent.", "S")]
    [InlineData("/redirect?code=A&code=B&state=S", "The code is there more than once.", "S")]
    public async Task Without_one_code_the_backend_gets_no_user_and_WeChat_is_not_asked(string target, string error, string state)
    {
        using var response = await _rig.RedirectAsync(target);

        var json = _rig.Backend.OnlyCall.Json;
        Assert.Equal(("", error, state), (
            json.GetProperty("openId").GetString(), json.GetProperty("userInfoError").GetString(), json.GetProperty("state").GetString()));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Fact]
    public async Task Giant_parameters_are_refused_the_same_way()
    {
        using var code = await _rig.RedirectAsync("/redirect?code=" + new string('c', 600));
        using var state = await _rig.RedirectAsync("/redirect?code=C&state=" + new string('s', 4000));

        Assert.All(_rig.Backend.Calls, call => Assert.Equal("", call.Json.GetProperty("openId").GetString()));
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("garbage")]
    [InlineData("timeout")]
    [InlineData("abort")]
    public async Task Whatever_WeChat_does_the_backend_gets_a_sentence(string what)
    {
        _rig.Exchange = what switch
        {
            "status" => context => ScriptedBackend.WriteAsync(context, "<html>code=C</html>", status: 500),
            "garbage" => context => ScriptedBackend.WriteAsync(context, "{\"openid\":"),
            "timeout" => context => Task.Delay(Timeout.Infinite, context.RequestAborted),
            _ => AbortAsync,
        };

        using var response = await _rig.RedirectAsync("/redirect?code=C&state=S");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = _rig.Backend.OnlyCall.Json;
        Assert.Equal("", json.GetProperty("openId").GetString());
        Assert.StartsWith("WeChat", json.GetProperty("userInfoError").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, _rig.Exchanges);
    }

    [Fact]
    public async Task The_browsers_headers_and_cookies_go_along_but_not_what_could_pass_for_ours()
    {
        using var response = await _rig.RedirectAsync(
            "/redirect?code=C",
            ("Cookie", "a=1; b=\"x y\""),
            ("User-Agent", "Mozilla/5.0 MicroMessenger/8.0"),
            ("Accept-Language", "zh-CN"),
            ("X-Custom", "kept"),
            ("x-wechat-appid", "forged"),
            ("X_WeChat_Service", "forged"),
            ("X-WeChat-Started", "true"),
            ("User-OpenId", "forged"),
            ("USER_UNIONID", "forged"),
            ("If-None-Match", "\"x\""),
            ("Range", "bytes=0-1"),
            ("Connection", "X-Hop"),
            ("X-Hop", "1"),
            ("Host", "evil.example"));

        var headers = _rig.Backend.OnlyCall.Headers;
        Assert.Equal("a=1; b=\"x y\"", headers.Cookie);
        Assert.Equal("Mozilla/5.0 MicroMessenger/8.0", headers.UserAgent);
        Assert.Equal("zh-CN", headers.AcceptLanguage);
        Assert.Equal("kept", headers["X-Custom"]);
        Assert.Equal(OAuthRig.AppId, headers["X-WeChat-AppId"]);
        Assert.Equal(new Uri(_rig.Backend.Address).Authority, headers.Host);
        Assert.All(
            new[] { "X_WeChat_Service", "X-WeChat-Started", "User-OpenId", "USER_UNIONID", "If-None-Match", "Range", "X-Hop" },
            name => Assert.False(headers.ContainsKey(name), name));
        Assert.DoesNotContain(headers, header => header.Value.Contains("forged"));
        Assert.True(headers.ContainsKey("traceparent"));
    }

    [Theory]
    [InlineData(203)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task The_backends_answer_comes_back_untouched(int status)
    {
        _rig.Backend.Script = async (_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/home?a=1#b";
            context.Response.Headers.CacheControl = "max-age=7";
            context.Response.Headers.SetCookie = new[] { "a=1; Path=/; HttpOnly", "b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT" };
            context.Response.Headers["X-Own"] = "v";
            context.Response.ContentType = "text/html; charset=gbk";
            await context.Response.Body.WriteAsync(new byte[] { 0xC4, 0xE3 });
        };

        using var response = await _rig.RedirectAsync("/redirect?code=C");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("/home?a=1#b", response.Headers.Location!.OriginalString);
        Assert.Equal("max-age=7", response.Headers.CacheControl!.ToString());
        Assert.Equal(["a=1; Path=/; HttpOnly", "b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("v", Assert.Single(response.Headers.GetValues("X-Own")));
        Assert.Equal("text/html; charset=gbk", response.Content.Headers.ContentType!.ToString());
        Assert.Equal([0xC4, 0xE3], await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task The_first_byte_arrives_before_the_backend_ends()
    {
        var isSeen = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            await context.Response.Body.WriteAsync("first"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await isSeen.Task;
            await context.Response.Body.WriteAsync(" last"u8.ToArray());
        };

        using var response = await _rig.RedirectAsync("/redirect?code=C");
        await using var stream = await response.Content.ReadAsStreamAsync(Cancelled);
        var first = new byte[5];
        await stream.ReadExactlyAsync(first, Cancelled);
        isSeen.SetResult();
        using var rest = new StreamReader(stream);

        Assert.Equal("first", Encoding.UTF8.GetString(first));
        Assert.Equal(" last", await rest.ReadToEndAsync(Cancelled));
    }

    [Fact]
    public async Task A_large_page_comes_whole()
    {
        var page = new byte[1024 * 1024];
        Random.Shared.NextBytes(page);
        _rig.Backend.Script = (_, context) => context.Response.Body.WriteAsync(page).AsTask();

        using var response = await _rig.RedirectAsync("/redirect?code=C");

        Assert.Equal(page, await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task A_browser_that_hangs_up_ends_the_backends_work()
    {
        var isCut = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            context.RequestAborted.Register(() => isCut.SetResult());
            await context.Response.Body.WriteAsync("first"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await isCut.Task;
        };

        (await _rig.RedirectAsync("/redirect?code=C")).Dispose();

        await isCut.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Anything_but_a_GET_uses_up_no_code(string method)
    {
        using var browser = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_rig.Gateway.Address, "/redirect?code=C"));
        using var response = await browser.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
        Assert.Empty(_rig.WeChat.Calls);
        Assert.Empty(_rig.Backend.Calls);
    }

    [Fact]
    public async Task A_dead_backend_is_a_502_without_a_page_of_ours()
    {
        await _rig.Backend.DisposeAsync();

        using var response = await _rig.RedirectAsync("/redirect?code=C");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task Redirects_are_counted_by_what_came_of_them()
    {
        var counts = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meter) =>
        {
            if (instrument.Meter.Scope == _rig.Gateway.Meters && instrument.Name == "wxgateway.oauth.exchanges")
            {
                meter.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) => counts.Add(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();

        (await _rig.RedirectAsync("/redirect?code=C")).Dispose();
        (await _rig.RedirectAsync("/redirect")).Dispose();
        (await _rig.RedirectAsync("/redirect?code=C&state=wxgwstartforged")).Dispose();
        _rig.Exchange = context => ScriptedBackend.WriteAsync(context, """{"errcode":40029,"errmsg":"invalid code"}""");
        (await _rig.RedirectAsync("/redirect?code=D")).Dispose();
        _rig.Exchange = context => ScriptedBackend.WriteAsync(context, """{"errcode":40125,"errmsg":"invalid appsecret"}""");
        (await _rig.RedirectAsync("/redirect?code=E")).Dispose();
        (await _rig.RedirectAsync("/redirect/start")).Dispose();

        Assert.Equal(
            ["exchanged", "denied", "forged", "refused", "failed"], counts.Select(count => count["service=shop result=".Length..]));
    }

    [Fact]
    public async Task A_browser_that_gives_up_waiting_for_WeChat_loses_no_code()
    {
        var isReady = new TaskCompletionSource();
        _rig.Exchange = async context =>
        {
            _rig.Exchange = null;
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, $$"""{"access_token":"T","openid":"{{OAuthRig.OpenId}}","scope":"snsapi_base"}""");
        };
        using var browser = new HttpClient();
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var first = browser.GetAsync(new Uri(_rig.Gateway.Address, "/redirect?code=C"), hangUp.Token);
        await Eventually.HoldsAsync(() => _rig.Exchanges == 1, "WeChat was asked", Cancelled);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        isReady.SetResult();
        using var second = await _rig.RedirectAsync("/redirect?code=C");

        // The gateway may learn that the first browser hung up only after it has told the backend who that was.
        Assert.InRange(_rig.Backend.Calls.Count, 1, 2);
        Assert.All(_rig.Backend.Calls, call => Assert.Equal(OAuthRig.OpenId, call.Json.GetProperty("openId").GetString()));
        Assert.Equal(1, _rig.Exchanges);
    }

    private static Task AbortAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
