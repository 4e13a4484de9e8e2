using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>No client header reaches a backend as an identity.</summary>
public sealed class IdentityTests(LoggedIn one) : IClassFixture<LoggedIn>
{
    private static readonly string[] Identity = ["User-Id", "User-Openid", "User-Unionid", "User-Extra", "User-Mobile", "uuid"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Spellings() =>
    [
        "User-Id", "user-id", "USER_ID", "User.Id", "User-Openid", "user_openid", "User-Unionid", "User-Extra", "User_Mobile", "uuid",
        "UUID", "Kelp-Traceid", "kelp_traceid", "X-WX-OPENID", "x_wx_unionid", "X-WeChat-Service", "X_WeChat_AppId",
        "User_App", "User_Token",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_forged_header_is_removed_with_and_without_a_login(string name)
    {
        var (rig, token) = (one.Rig, one.Token);

        foreach (var shown in new[] { null, token })
        {
            using var response = await rig.SendAsync(
                HttpMethod.Get, "/app/x", token: shown, headers: [(name, "forged"), ("Connection", "User-Id, User-Openid")]);

            var headers = rig.Backend.Calls[^1].Headers;
            Assert.DoesNotContain(headers, header => header.Value.ToString().Contains("forged", StringComparison.Ordinal));
            Assert.All(Identity, one => Assert.True(headers.ContainsKey(one), one));
            Assert.Equal(shown is null ? "" : "o-x", headers["User-Openid"]);
            Assert.Equal(LoginRig.App, headers["User-App"]);
        }
    }

    [Fact]
    public async Task All_headers_are_there_and_empty_when_nobody_is_logged_in()
    {
        var rig = one.Rig;

        using var response = await rig.SendAsync(HttpMethod.Get, "/app/x", headers: ("User-Token", ""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(Identity, name => Assert.Equal("", Assert.Single(rig.Backend.Calls[^1].Headers[name].ToArray())));
    }

    [Fact]
    public async Task Without_a_BackendToken_the_clients_own_authorization_passes()
    {
        var rig = one.Rig;

        using var first = await rig.SendAsync(HttpMethod.Get, "/app/x", LoginRig.OtherApp, headers: ("Authorization", "theirs"));
        using var second = await rig.SendAsync(HttpMethod.Get, "/app/x", headers: ("Authorization", "theirs"));

        Assert.Equal("theirs", rig.Backend.Calls[^2].Headers.Authorization);
        Assert.Equal(LoginRig.BackendToken, rig.Backend.Calls[^1].Headers.Authorization);
    }

    [Fact]
    public async Task Two_tokens_are_none()
    {
        var (rig, token) = (one.Rig, one.Token);

        using var response = await rig.SendAsync(HttpMethod.Get, "/app/x", token: token, headers: ("User-Token", token));

        Assert.Equal(10001, await LoginRig.StatusOf(response));
    }

    [Theory]
    [InlineData("/app/private/x")]
    [InlineData("/app/private")]
    [InlineData("/app/PRIVATE/x")]
    [InlineData("/app//private/x")]
    [InlineData("/app/private%2Fx")]
    [InlineData("/app/open/%2e%2e/private/x")]
    [InlineData("/app/open/..%2fprivate/x")]
    [InlineData("/app/open/..%252fprivate/x")]
    [InlineData("/app/private;a=b/x")]
    [InlineData("/app/open/..%5Cprivate/x")]
    public async Task A_path_that_needs_a_login_needs_it_in_every_spelling(string path)
    {
        var rig = one.Rig;

        var answer = await RawAsync(
            rig.Gateway.Address, $"GET {path} HTTP/1.1\r\nHost: a\r\nUser-App: {LoginRig.App}\r\nConnection: close\r\n\r\n");

        Assert.Contains("\"status\":10001", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Backend.Calls, call => call.Path.Contains("private", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<string> RawAsync(Uri address, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, Cancelled);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancelled);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancelled);
    }
}
