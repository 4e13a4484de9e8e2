using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>Logging in and out, as phones see it.</summary>
public sealed class LoginTests(LoggedIn one) : IClassFixture<LoggedIn>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_becomes_a_token_and_the_backend_is_told_who_it_is()
    {
        await using var rig = await LoginRig.StartAsync();

        using var login = await rig.PostAsync("/login", new { code = "c-x" });
        var token = login.RootElement.GetProperty("data").GetProperty("token").GetString()!;
        using var response = await rig.SendAsync(HttpMethod.Get, "/app/a/b?c=1", token: token);

        Assert.Equal("""{"status":0,"data":{"token":"TOKEN","openid":"o-x"}}""",
            login.RootElement.GetRawText().Replace(token, "TOKEN", StringComparison.Ordinal));
        Assert.Equal(43, token.Length);
        var call = rig.Backend.OnlyCall;
        Assert.Equal(("/a/b", "?c=1"), (call.Path, call.Query));
        Assert.Equal("o-x", call.Headers["User-Openid"]);
        Assert.Equal("u-x", call.Headers["User-Unionid"]);
        Assert.Equal("o-x", call.Headers["uuid"]);
        Assert.Equal(LoginRig.App, call.Headers["User-App"]);
        Assert.Equal(LoginRig.BackendToken, call.Headers.Authorization);
        Assert.Equal("""{"openId":"o-x","unionId":"u-x","nickName":"","avatarUrl":""}""", call.Headers["User-Extra"]);
        Assert.True(long.Parse(call.Headers["User-Id"]!, null) > 0);
        Assert.Equal("", call.Headers["User-Mobile"]);
        Assert.False(call.Headers.ContainsKey("User-Token"));
    }

    [Fact]
    public async Task A_repeated_request_gets_another_token_for_the_same_code_on_any_replica()
    {
        await using var rig = await LoginRig.StartAsync();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => rig.LogInAsync()));

        Assert.Equal(5, tokens.Distinct().Count());
        Assert.Single(rig.WeChat.Script.Calls, call => call.Path == "/sns/jscode2session");
    }

    [Theory]
    [InlineData("""{}""", 3)]
    [InlineData("""{"code":""}""", 3)]
    [InlineData("""{"code":5}""", 3)]
    [InlineData("""{"code":"with space"}""", 3)]
    [InlineData("""["code"]""", 3)]
    [InlineData("""{"code":"c-x","code":"c-twice"}""", 0)]
    [InlineData("not json", 3)]
    [InlineData("", 3)]
    [InlineData("""{"code":"wrong"}""", 10001)]
    public async Task What_a_phone_sends_is_answered_with_a_status(string body, int status)
    {
        var rig = one.Rig;

        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var response = await rig.SendAsync(HttpMethod.Put, "/login", body: content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(status, await LoginRig.StatusOf(response));
    }

    [Theory]
    [InlineData("""{"errcode":40226,"errmsg":"code blocked"}""", HttpStatusCode.OK, 10002)]
    [InlineData("""{"errcode":45011,"errmsg":"api minute-quota reach limit"}""", HttpStatusCode.TooManyRequests, 10002)]
    [InlineData("""{"errcode":40125,"errmsg":"invalid appsecret"}""", HttpStatusCode.OK, 10002)]
    [InlineData("""{"errcode":40163,"errmsg":"code been used"}""", HttpStatusCode.OK, 10001)]
    [InlineData("""{"openid":"o"}""", HttpStatusCode.OK, 10002)]
    public async Task Errors_of_WeChats_have_their_status(string answer, HttpStatusCode http, int status)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.WeChat.Script.When("/sns/jscode2session", answer);

        using var response = await rig.SendAsync(HttpMethod.Post, "/login", body: JsonContent.Create(new { code = "c-x" }));

        Assert.Equal(http, response.StatusCode);
        Assert.Equal(status, await LoginRig.StatusOf(response));
        Assert.Equal(http == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task An_app_that_has_no_login_or_is_named_twice_is_refused()
    {
        var rig = one.Rig;
        var code = new { code = "c-app" };

        using var none = await rig.PostAsync("/login", code, app: null);
        using var unknown = await rig.PostAsync("/login", code, app: "wxunknown");
        using var inQuery = await rig.PostAsync($"/login?appid={LoginRig.App}", code, app: null);
        using var twice = await rig.SendAsync(
            HttpMethod.Post, "/login", body: JsonContent.Create(code), headers: ("User-App", LoginRig.OtherApp));
        using var twiceInQuery = await rig.PostAsync($"/login?appid={LoginRig.App}&appid={LoginRig.OtherApp}", code, app: null);

        Assert.Equal(10000, none.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(10000, unknown.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(0, inQuery.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(3, await LoginRig.StatusOf(twice));
        Assert.Equal(3, twiceInQuery.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_body_above_64_KiB_is_refused_with_413()
    {
        var rig = one.Rig;

        using var known = await rig.SendAsync(HttpMethod.Post, "/login", body: new ByteArrayContent(new byte[(64 * 1024) + 1]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, known.StatusCode);
        Assert.Equal(3, await LoginRig.StatusOf(known));
    }

    [Fact]
    public async Task Logging_out_ends_this_session_or_all_of_the_users()
    {
        await using var rig = await LoginRig.StartAsync();
        var (first, second, third) = (await rig.LogInAsync(), await rig.LogInAsync(), await rig.LogInAsync());

        using var none = await rig.PostAsync("/logout", new { });
        using var one = await rig.PostAsync("/logout", new { }, token: first);
        Assert.Equal(10001, none.RootElement.GetProperty("status").GetInt32());
        Assert.Equal("""{"status":0,"message":"成功"}""", one.RootElement.GetRawText());
        Assert.Equal((false, true, true), (await IsInAsync(rig, first), await IsInAsync(rig, second), await IsInAsync(rig, third)));

        using var all = await rig.PostAsync("/logout", new { all = true }, token: second);
        Assert.Equal((false, false), (await IsInAsync(rig, second), await IsInAsync(rig, third)));
    }

    [Fact]
    public async Task A_token_of_one_app_is_none_at_another()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();
        Assert.True(await IsInAsync(rig, token));

        using var other = await rig.SendAsync(HttpMethod.Get, "/app/x", LoginRig.OtherApp, token);
        using var unknown = await rig.SendAsync(HttpMethod.Get, "/app/x", LoginRig.OtherApp, new string('A', 43));

        Assert.Equal(10001, await LoginRig.StatusOf(other));
        Assert.Equal(await other.Content.ReadAsStringAsync(Cancelled), await unknown.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task The_sixth_login_ends_the_first()
    {
        await using var rig = await LoginRig.StartAsync();
        var tokens = new List<string>();
        for (var count = 0; count < 6; count++)
        {
            tokens.Add(await rig.LogInAsync());
            await IsInAsync(rig, tokens[0]);
        }

        Assert.False(await IsInAsync(rig, tokens[0]));
        Assert.True(await IsInAsync(rig, tokens[1]));
    }

    [Fact]
    public async Task No_code_no_key_and_no_token_is_in_the_log()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync("planted");
        await IsInAsync(rig, token);
        using var wrong = await rig.PostAsync("/login", new { code = "planted-wrong" });

        var text = rig.Logs.Text;

        Assert.DoesNotContain("planted", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("tiihtNczf5v6", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_of_a_user_later_reaches_the_backend_with_the_next_request()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();
        Assert.True(await IsInAsync(rig, token));
        var users = rig.Gateway.Services.GetRequiredService<IUserStore>();
        var user = (await users.SearchAsync(LoginRig.App, new UserSearch { OpenId = "o-x" }, Cancelled))[0].User;

        await users.SaveProfileAsync(user.Id, "小明🌸", "https://a.example/p", "", Cancelled);
        await users.SavePhoneAsync(user.Id, new UserPhone("86", "13580006666"), Cancelled);
        await rig.Gateway.Services.GetRequiredService<MiniPrograms.Sessions.UserSessions>().RefreshAsync(user.Id);
        using var response = await rig.SendAsync(HttpMethod.Get, "/app/x", token: token);

        var headers = rig.Backend.Calls[^1].Headers;
        Assert.Equal(
            """{"phoneNumber":"13580006666","purePhoneNumber":"13580006666","countryCode":"86"}""", headers["User-Mobile"]);
        var extra = headers["User-Extra"].ToString();
        Assert.All(extra, letter => Assert.InRange(letter, ' ', '~'));
        Assert.Equal("小明🌸", JsonDocument.Parse(extra).RootElement.GetProperty("nickName").GetString());
    }

    [Fact]
    public async Task While_the_database_is_away_phones_are_asked_to_come_again()
    {
        await using var rig = await LoginRig.StartAsync(
            ("Database:Kind", "PostgreSql"),
            ("Database:Connection", "Host=127.0.0.1;Port=1;Database=none;Username=nobody;Timeout=1"),
            ("Database:Key", Convert.ToBase64String(new byte[32])));

        using var login = await rig.SendAsync(HttpMethod.Post, "/login", body: JsonContent.Create(new { code = "c-x" }));
        using var app = await rig.SendAsync(HttpMethod.Get, "/app/x", token: new string('A', 43));
        using var anonymous = await rig.SendAsync(HttpMethod.Get, "/app/x");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, login.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, app.StatusCode);
        Assert.NotNull(app.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, anonymous.StatusCode);
    }

    private static async Task<bool> IsInAsync(LoginRig rig, string token)
    {
        var calls = rig.Backend.Calls.Count;
        using var response = await rig.SendAsync(HttpMethod.Get, "/app/private/x", token: token);
        return rig.Backend.Calls.Count > calls;
    }
}
