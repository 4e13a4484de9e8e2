using System.Net;
using System.Net.Sockets;
using System.Text;
using WxYarpGateway.Rig;

namespace WxYarpGateway.Gateway.Tests.OAuth;

/// <summary>
/// Redirects on routes that somebody wrote by hand, in the Gateway and in a host that is not it; and what goes over the wire.
/// </summary>
public sealed class HandWrittenRouteTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hand_written_route_gets_the_same()
    {
        await using var rig = await OAuthRig.StartAsync(
            Cancelled,
            ("ReverseProxy:Routes:mine:Match:Path", "/mine/{corner}"),
            ("ReverseProxy:Routes:mine:ClusterId", "mine"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Service", "shop"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Exchange", "oauth"),
            ("ReverseProxy:Clusters:mine:Destinations:one:Address", "BACKEND/by-hand"));

        using var redirect = await rig.RedirectAsync("/mine/a?code=C&state=S");
        using var browser = new HttpClient();
        using var head = new HttpRequestMessage(HttpMethod.Head, new Uri(rig.Gateway.Address, "/mine/a?code=C"));
        using var refused = await browser.SendAsync(head, Cancelled);

        Assert.Equal(("POST", "/by-hand", ""), (rig.Backend.OnlyCall.Method, rig.Backend.OnlyCall.Path, rig.Backend.OnlyCall.Query));
        Assert.Equal("/mine/a?code=C&state=S", rig.Backend.OnlyCall.Json.GetProperty("requestURI").GetString());
        Assert.Equal(OAuthRig.OpenId, rig.Backend.OnlyCall.Json.GetProperty("openId").GetString());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal(["GET"], refused.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_host_that_is_not_the_Gateway_serves_redirects_too()
    {
        await using var rig = await OAuthRig.StartAsync(Cancelled);
        await using var host = await ForeignHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["WeChat:PublicUrl"] = "https://theirs.example.com",
                ["WeChat:WeChat:ApiUrl"] = rig.WeChat.Address,
                ["WeChat:Services:theirs:AppId"] = "wxtheirs",
                ["WeChat:Services:theirs:AppSecret"] = "s",
                ["WeChat:Services:theirs:Token"] = "t",
                ["WeChat:Services:theirs:OAuthPath"] = "/back",
                ["WeChat:Services:theirs:OAuthBackend"] = rig.Backend.Address + "/theirs",
            },
            _ => { },
            Cancelled);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var start = await browser.GetAsync(new Uri(host.Address, "/back/start"), Cancelled);
        using var redirect = await browser.GetAsync(new Uri(host.Address, "/back?code=C"), Cancelled);

        Assert.StartsWith(
            "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wxtheirs&redirect_uri=https%3A%2F%2Ftheirs.example.com%2Fback&",
                start.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("/theirs", rig.Backend.OnlyCall.Path);
        Assert.Equal("wxtheirs", rig.Backend.OnlyCall.Json.GetProperty("appId").GetString());
    }

    [Fact]
    public async Task Several_destinations_share_the_redirects()
    {
        await using var rig = await OAuthRig.StartAsync(
            Cancelled,
            ("Services:shop:OAuthBackend", ""),
            ("Services:shop:OAuthBackend:LoadBalancingPolicy", "RoundRobin"),
            ("Services:shop:OAuthBackend:Destinations:a:Address", "BACKEND/a"),
            ("Services:shop:OAuthBackend:Destinations:b:Address", "BACKEND/b/"));

        for (var number = 0; number < 4; number++)
        {
            (await rig.RedirectAsync($"/redirect?code={number}")).Dispose();
        }

        Assert.Equal(["/a", "/a", "/b/", "/b/"], rig.Backend.Calls.Select(call => call.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cookies_and_headers_beyond_ASCII_go_both_ways_byte_for_byte()
    {
        using var backend = new TcpListener(IPAddress.Loopback, 0);
        backend.Start();
        await using var rig = await OAuthRig.StartAsync(
            Cancelled, ("Services:shop:OAuthBackend", $"http://127.0.0.1:{((IPEndPoint)backend.LocalEndpoint).Port}/x"));
        var answering = AnswerRawAsync(
            backend, "HTTP/1.1 302 Found\r\nLocation: /主页\r\nSet-Cookie: name=小明\r\nX-Latin: \u00e9\r\nContent-Length: 0\r\n\r\n");

        using var browser = new TcpClient();
        await browser.ConnectAsync(IPAddress.Loopback, rig.Gateway.Address.Port, Cancelled);
        await browser.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            "GET /redirect?code=C HTTP/1.1\r\nHost: x\r\nCookie: name=小明; a=1\r\nConnection: close\r\n\r\n"), Cancelled);
        using var answer = new MemoryStream();
        await browser.GetStream().CopyToAsync(answer, Cancelled);

        Assert.Contains("Cookie: name=小明; a=1\r\n", await answering, StringComparison.Ordinal);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        Assert.StartsWith("HTTP/1.1 302", text, StringComparison.Ordinal);
        Assert.Contains("Location: /主页\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Set-Cookie: name=小明\r\n", text, StringComparison.Ordinal);
        Assert.Contains("X-Latin: \u00e9\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_that_a_browser_asks_for_is_not_the_backends_affair()
    {
        await using var rig = await OAuthRig.StartAsync(Cancelled);

        using var browser = new TcpClient();
        await browser.ConnectAsync(IPAddress.Loopback, rig.Gateway.Address.Port, Cancelled);
        await browser.GetStream().WriteAsync(
            "GET /redirect?code=C HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"u8.ToArray(), Cancelled);
        var answer = new byte[12];
        await browser.GetStream().ReadExactlyAsync(answer, Cancelled);

        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(answer));
        Assert.Equal(OAuthRig.OpenId, rig.Backend.OnlyCall.Json.GetProperty("openId").GetString());
        Assert.False(rig.Backend.OnlyCall.Headers.ContainsKey("Upgrade"));
    }

    [Fact]
    public async Task A_redirect_that_brings_a_body_is_refused()
    {
        await using var rig = await OAuthRig.StartAsync(Cancelled);
        using var browser = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(rig.Gateway.Address, "/redirect?code=C"))
        {
            Content = new StringContent("""{"openId":"forged"}""", Encoding.UTF8, "application/json"),
        };

        using var response = await browser.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(rig.Backend.Calls);
    }

    private static async Task<string> AnswerRawAsync(TcpListener backend, string answer)
    {
        using var connection = await backend.AcceptTcpClientAsync(Cancelled);
        var stream = connection.GetStream();
        var request = new List<byte>();
        var buffer = new byte[4096];
        while (!Encoding.UTF8.GetString([.. request]).EndsWith('}'))
        {
            var count = await stream.ReadAsync(buffer, Cancelled);
            Assert.NotEqual(0, count);
            request.AddRange(buffer.AsSpan(0, count));
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), Cancelled);
        return Encoding.UTF8.GetString([.. request]);
    }
}
