using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>YARP's session affinity on a route of somebody's own.</summary>
public sealed class AffinityTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HashCookie")]
    [InlineData(null)]
    public async Task A_client_with_the_cookie_stays_with_its_destination(string? policy)
    {
        await using var one = await ScriptedBackend.StartAsync(Cancelled);
        await using var two = await ScriptedBackend.StartAsync(Cancelled);
        await using var gateway = await RunningGateway.StartAsync(
            new Dictionary<string, string?>
            {
                ["ReverseProxy:Routes:shop:Match:Path"] = "/shop",
                ["ReverseProxy:Routes:shop:ClusterId"] = "shop",
                ["ReverseProxy:Clusters:shop:LoadBalancingPolicy"] = "RoundRobin",
                ["ReverseProxy:Clusters:shop:SessionAffinity:Enabled"] = "true",
                ["ReverseProxy:Clusters:shop:SessionAffinity:Policy"] = policy,
                ["ReverseProxy:Clusters:shop:SessionAffinity:AffinityKeyName"] = "shop-server",
                ["ReverseProxy:Clusters:shop:Destinations:one:Address"] = one.Address,
                ["ReverseProxy:Clusters:shop:Destinations:two:Address"] = two.Address,
            },
            Cancelled);

        var cookie = await VisitAsync(gateway, cookie: null);
        var first = one.Calls.Count;
        Assert.StartsWith("shop-server=", cookie, StringComparison.Ordinal);
        for (var visit = 0; visit < 6; visit++)
        {
            Assert.Null(await VisitAsync(gateway, cookie));
        }

        Assert.Equal(first == 1 ? (7, 0) : (0, 7), (one.Calls.Count, two.Calls.Count));
        await VisitAsync(gateway, cookie: null);
        await VisitAsync(gateway, cookie: null);
        Assert.Equal(9, one.Calls.Count + two.Calls.Count);
        Assert.All(new[] { one, two }, backend => Assert.NotEmpty(backend.Calls));
    }

    /// <summary>Returns the cookie that a client is given, if any.</summary>
    private static async Task<string?> VisitAsync(RunningGateway gateway, string? cookie)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, "/shop"));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await browser.SendAsync(request, Cancelled);
        Assert.True(response.IsSuccessStatusCode, response.ToString());
        return response.Headers.TryGetValues("Set-Cookie", out var given) ? given.Single().Split(';')[0] : null;
    }
}
