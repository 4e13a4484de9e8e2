using System.Net;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>What backends and routes make of a client's forwarded headers, believed or not.</summary>
public sealed class KnownProxiesTests
{
    private const string Client = "198.51.100.7";

    [Fact]
    public async Task A_backend_sees_the_client_behind_known_proxies_and_no_invention_of_its()
    {
        await using var rig = await StartAsync(("KnownProxies:0", "127.0.0.1"), ("KnownProxies:1", "10.0.0.0/8"));

        var call = await AskAsync(rig, "/site", ("X-Forwarded-For", $"6.6.6.6, {Client}, 10.1.1.1"), ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "wx.example.com"));

        Assert.Equal(Client, call.Headers["X-Forwarded-For"].ToString());
        Assert.Equal("https", call.Headers["X-Forwarded-Proto"].ToString());
        Assert.Equal("wx.example.com", call.Headers["X-Forwarded-Host"].ToString());
    }

    [Fact]
    public async Task A_backend_sees_the_peer_when_no_proxy_is_known()
    {
        await using var rig = await StartAsync();

        var call = await AskAsync(
            rig, "/site", ("X-Forwarded-For", Client), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "wx.example.com"));

        Assert.Equal("127.0.0.1", call.Headers["X-Forwarded-For"].ToString());
        Assert.Equal("http", call.Headers["X-Forwarded-Proto"].ToString());
        Assert.Equal(rig.Gateway.Address.Authority, call.Headers["X-Forwarded-Host"].ToString());
    }

    [Fact]
    public async Task A_message_tells_its_backend_where_it_came_from()
    {
        await using var rig = await StartAsync(("KnownProxies:0", "127.0.0.0/8"));

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"),
            new PushOptions { Headers = new Dictionary<string, string> { ["X-Forwarded-For"] = $"6.6.6.6, {Client}" } });

        Assert.Equal(Client, rig.Backend.OnlyCall.Headers["X-Forwarded-For"].ToString());
    }

    [Fact]
    public async Task A_forwarded_host_leads_to_no_other_route()
    {
        await using var rig = await StartAsync(
            ("KnownProxies:0", "127.0.0.1"),
            ("ReverseProxy:Routes:admin:ClusterId", $"{TestRig.Plain}.message"),
            ("ReverseProxy:Routes:admin:Match:Path", "/admin"),
            ("ReverseProxy:Routes:admin:Match:Hosts:0", "admin.example.com"));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(rig.Gateway.Address, "/admin"));
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", Client);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "admin.example.com");

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(rig.Backend.Calls);
    }

    private static Task<TestRig> StartAsync(params (string Key, string Value)[] settings) => TestRig.StartAsync(
        TestContext.Current.CancellationToken,
        [.. settings, ("ReverseProxy:Routes:site:ClusterId", $"{TestRig.Plain}.message"),
            ("ReverseProxy:Routes:site:Match:Path", "/site")]);

    private static async Task<BackendCall> AskAsync(TestRig rig, string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(rig.Gateway.Address, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return rig.Backend.OnlyCall;
    }
}
