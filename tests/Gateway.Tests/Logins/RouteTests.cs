using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Hostile;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>The paths of the login proxy, and routes that somebody wrote by hand.</summary>
public sealed class RouteTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paths_move_and_go()
    {
        await using var rig = await LoginRig.StartAsync(
            ("LoginPaths:Login", "/api/in/"), ("LoginPaths:App", "/api/app"), ("LoginPaths:Logout", ""));

        using var login = await rig.PostAsync("/api/in", new { code = "c-x" });
        using var app = await rig.SendAsync(HttpMethod.Get, "/api/app/x");
        using var gone = await rig.SendAsync(HttpMethod.Post, "/logout");
        using var old = await rig.SendAsync(HttpMethod.Post, "/login");

        Assert.Equal(0, login.RootElement.GetProperty("status").GetInt32());
        Assert.Equal("/x", rig.Backend.OnlyCall.Path);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (gone.StatusCode, old.StatusCode));
    }

    [Fact]
    public async Task Without_a_login_there_is_no_path_and_no_database()
    {
        await using var rig = await LoginRig.StartAsync(
            ("Services:mini:Login:Backend", null), ("Services:mini:Login:BackendToken", null),
            ("Services:mini:Login:RequireLogin:0", null), ("Services:other:Login:Backend", null));

        using var login = await rig.SendAsync(HttpMethod.Post, "/login", body: JsonContent.Create(new { code = "c-x" }));

        Assert.Equal(HttpStatusCode.NotFound, login.StatusCode);
    }

    [Theory]
    [InlineData("required", true)]
    [InlineData("Optional", false)]
    public async Task A_hand_written_route_gets_the_same(string need, bool isRequired)
    {
        await using var rig = await LoginRig.StartAsync(
            ("ReverseProxy:Routes:mine:Match:Path", "/mine/{**rest}"),
            ("ReverseProxy:Routes:mine:ClusterId", "mine"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Exchange", "login"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Login", need),
            ("ReverseProxy:Clusters:mine:Destinations:one:Address", "BACKEND/by-hand"));
        var token = await rig.LogInAsync();

        using var anonymous = await rig.SendAsync(HttpMethod.Get, "/mine/a", headers: ("User-Openid", "forged"));
        var calls = rig.Backend.Calls.Count;
        using var known = await rig.SendAsync(HttpMethod.Post, "/mine/a", token: token, body: new StringContent("text"));

        Assert.Equal(isRequired ? 0 : 1, calls);
        Assert.All(rig.Backend.Calls.Take(calls), call => Assert.Equal("", call.Headers["User-Openid"]));
        var last = rig.Backend.Calls[^1];
        Assert.Equal(("/by-hand/mine/a", "text", "o-x"), (last.Path, last.Text, last.Headers["User-Openid"].ToString()));
    }

    [Fact]
    public async Task The_same_path_of_two_mini_programs_goes_to_the_backend_of_each_again_and_again()
    {
        await using var rig = await LoginRig.StartAsync(("Services:other:Login:Backend", "BACKEND/other"));

        for (var count = 0; count < 3; count++)
        {
            using var own = await rig.SendAsync(HttpMethod.Get, "/app/orders");
            using var other = await rig.SendAsync(HttpMethod.Get, "/app/orders", LoginRig.OtherApp);
        }

        Assert.Equal(
            ["/orders", "/other/orders", "/orders", "/other/orders", "/orders", "/other/orders"],
            rig.Backend.Calls.Select(call => call.Path));
    }

    [Fact]
    public async Task A_hand_written_routes_own_transforms_see_the_headers_of_the_user()
    {
        await using var rig = await LoginRig.StartAsync(
            ("ReverseProxy:Routes:mine:Match:Path", "/mine/{**rest}"),
            ("ReverseProxy:Routes:mine:ClusterId", "mine"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Exchange", "login"),
            ("ReverseProxy:Routes:mine:Transforms:0:RequestHeaderRemove", "User-Extra"),
            ("ReverseProxy:Routes:mine:Transforms:1:RequestHeader", "User-Openid"),
            ("ReverseProxy:Routes:mine:Transforms:1:Append", "more"),
            ("ReverseProxy:Clusters:mine:Destinations:one:Address", "BACKEND"));
        var token = await rig.LogInAsync();

        using var response = await rig.SendAsync(
            HttpMethod.Get, "/mine/a", token: token, headers: [("user_mobile", "forged"), ("User-Openid", "forged")]);

        var headers = rig.Backend.OnlyCall.Headers;
        Assert.Matches("^o-x, ?more$", headers["User-Openid"].ToString());
        Assert.False(headers.ContainsKey("User-Extra"));
        Assert.Equal(("", LoginRig.BackendToken), (headers["User-Mobile"].ToString(), headers.Authorization.ToString()));
        Assert.DoesNotContain(headers, header => header.Value.ToString().Contains("forged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hand_written_route_of_one_service_is_none_of_anothers()
    {
        await using var rig = await LoginRig.StartAsync(
            ("ReverseProxy:Routes:mine:Match:Path", "/mine"),
            ("ReverseProxy:Routes:mine:ClusterId", "mine"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Service", "mini"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Exchange", "login"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Login", "optional"),
            ("ReverseProxy:Clusters:mine:Destinations:one:Address", "BACKEND"));

        using var own = await rig.SendAsync(HttpMethod.Post, "/mine", body: new StringContent("text"));
        using var other = await rig.SendAsync(HttpMethod.Post, "/mine", LoginRig.OtherApp);

        Assert.Equal("/mine", rig.Backend.OnlyCall.Path);
        Assert.Equal(10000, await LoginRig.StatusOf(other));
    }

    [Fact]
    public async Task WeChat_pushes_to_a_mini_program_under_either_name()
    {
        await using var rig = await LoginRig.StartAsync();
        var query = SignedPush.Plaintext([]).Query;

        foreach (var path in new[] { "/message_receive", "/message_recieve", "/mini" })
        {
            using var echo = await rig.SendAsync(HttpMethod.Get, $"{path}?appid={LoginRig.App}&{query}&echostr=hello", app: null);
            using var forged = await rig.SendAsync(
                HttpMethod.Get, $"{path}?appid={LoginRig.App}&signature=no&timestamp=1&nonce=2&echostr=hello", app: null);

            Assert.Equal("hello", await echo.Content.ReadAsStringAsync(Cancelled));
            Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        }

        using var unknown = await rig.SendAsync(HttpMethod.Get, $"/message_receive?appid=wxunknown&{query}&echostr=hello", app: null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_user_who_closes_the_account_has_no_session_any_more_and_the_backend_is_told()
    {
        await using var rig = await LoginRig.StartAsync();
        var (token, other) = (await rig.LogInAsync(), await rig.LogInAsync("other"));
        var push = SignedPush.Plaintext(SignedPush.Utf8(
            """
            <xml><ToUserName>gh_1</ToUserName><FromUserName>wechat</FromUserName><CreateTime>1700000000</CreateTime><MsgType>event</MsgType>
            <Event>user_authorization_cancellation</Event><OpenID>o-x</OpenID><AppID>wxmini0000000001</AppID></xml>
            """));

        using var answer = await rig.SendAsync(
            HttpMethod.Post, $"/message_receive?appid={LoginRig.App}&{push.Query}", app: null, body: new ByteArrayContent(push.Body));
        var pushed = rig.Backend.OnlyCall;
        using var refused = await rig.SendAsync(HttpMethod.Get, "/app/x", token: token);
        using var taken = await rig.SendAsync(HttpMethod.Get, "/app/x", token: other);

        Assert.Equal("success", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("/event/user_authorization_cancellation", pushed.Path);
        Assert.Equal(10001, await LoginRig.StatusOf(refused));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task A_database_that_hangs_lets_WeChat_come_again_within_its_five_seconds()
    {
        var clock = new HastenedTimeProvider();
        var users = new HangingUsers();
        await using var rig = await LoginRig.StartAsync(
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IUserStore>(users));
        var push = SignedPush.Plaintext(SignedPush.Utf8(
            """
            <xml><ToUserName>gh_1</ToUserName><FromUserName>wechat</FromUserName><CreateTime>1700000000</CreateTime><MsgType>event</MsgType>
            <Event>user_authorization_cancellation</Event><OpenID>o-x</OpenID><AppID>wxmini0000000001</AppID></xml>
            """));

        var pushing = rig.SendAsync(
            HttpMethod.Post, $"/message_receive?appid={LoginRig.App}&{push.Query}", app: null, body: new ByteArrayContent(push.Body));
        await users.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        clock.Advance(TimeSpan.FromSeconds(4.8));

        using var answer = await pushing.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(rig.Backend.Calls);
    }

    [Fact]
    public async Task The_twenty_first_login_of_a_client_within_a_minute_waits()
    {
        await using var rig = await LoginRig.StartAsync();
        for (var count = 0; count < 20; count++)
        {
            await rig.LogInAsync($"user-{count}");
        }

        using var refused = await rig.SendAsync(HttpMethod.Post, "/login", body: JsonContent.Create(new { code = "c-late" }));
        using var app = await rig.SendAsync(HttpMethod.Get, "/app/x");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(10002, await LoginRig.StatusOf(refused));
        Assert.Equal(HttpStatusCode.OK, app.StatusCode);
        Assert.DoesNotContain(rig.WeChat.Script.Calls, call => call.Query("js_code") == "c-late");
    }

    /// <summary>Users in a database that does not answer.</summary>
    private sealed class HangingUsers : IUserStore
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<IReadOnlyList<KeptUser>> SearchAsync(string app, UserSearch search, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }

        public ValueTask<long> EnterAsync(
            string app, string openId, string unionId, string sessionKey, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask<KeptUser?> FindAsync(string app, long id, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask<SessionKeys?> FindKeysAsync(string app, long id, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask<bool> ReplaceKeyAsync(
            string app, long id, string seen, string sessionKey, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask<bool> SaveProfileAsync(
            long id, string nickname, string avatarUrl, string unionId, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask<bool> SavePhoneAsync(long id, UserPhone phone, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask<bool> EraseAsync(string app, long id, CancellationToken cancellationToken)
            => throw new NotSupportedException();
    }
}
