using System.Net;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>A cluster of one destination is watched and kept to where its configuration says so.</summary>
public sealed class DestinationChoiceTests
{
    private const int MoreThanAreTried = 100;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sole_destination_that_fails_is_left_alone_by_a_passive_health_check()
    {
        await using var gateway = await StartAsync(
            "http://127.0.0.1:1",
            ("HealthCheck:AvailableDestinationsPolicy", "HealthyAndUnknown"),
            ("HealthCheck:Passive:Enabled", "true"),
            ("HealthCheck:Passive:Policy", "TransportFailureRate"),
            ("HealthCheck:Passive:ReactivationPeriod", "01:00:00"));
        using var browser = new HttpClient();
        var status = HttpStatusCode.BadGateway;

        for (var count = 0; count < MoreThanAreTried && status == HttpStatusCode.BadGateway; count++)
        {
            using var answer = await browser.GetAsync(new Uri(gateway.Address, "/shop"), Cancelled);
            status = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
    }

    [Fact]
    public async Task A_client_of_a_sole_destination_gets_the_cookie_of_session_affinity()
    {
        await using var backend = await ScriptedBackend.StartAsync(Cancelled);
        await using var gateway = await StartAsync(
            backend.Address, ("SessionAffinity:Enabled", "true"), ("SessionAffinity:AffinityKeyName", "shop-server"));
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false });

        using var answer = await browser.GetAsync(new Uri(gateway.Address, "/shop"), Cancelled);

        Assert.StartsWith("shop-server=", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_both_a_sole_destination_is_called_and_no_cookie_given()
    {
        await using var backend = await ScriptedBackend.StartAsync(Cancelled);
        await using var gateway = await StartAsync(backend.Address);
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false });

        using var answer = await browser.GetAsync(new Uri(gateway.Address, "/shop"), Cancelled);

        Assert.Equal("/shop", backend.OnlyCall.Path);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    private static Task<RunningGateway> StartAsync(string destination, params (string Key, string Value)[] cluster)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ReverseProxy:Routes:shop:Match:Path"] = "/shop",
            ["ReverseProxy:Routes:shop:ClusterId"] = "shop",
            ["ReverseProxy:Clusters:shop:Destinations:one:Address"] = destination,
        };
        foreach (var (key, value) in cluster)
        {
            settings[$"ReverseProxy:Clusters:shop:{key}"] = value;
        }

        return RunningGateway.StartAsync(settings, Cancelled);
    }
}
