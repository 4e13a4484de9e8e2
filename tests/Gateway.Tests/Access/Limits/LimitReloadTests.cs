using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Access.Limits;

/// <summary>Limits and known proxies change while the gateway runs.</summary>
public sealed class LimitReloadTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Rates_and_known_proxies_change_with_the_file_and_an_invalid_edit_changes_nothing()
    {
        var file = Write(perClient: 0, proxy: "10.0.0.1");
        await using var gateway = await RunningGateway.StartAsync([], TestContext.Current.CancellationToken, file);
        var state = gateway.Services.GetRequiredService<ConfigurationState>();
        using var http = new HttpClient { BaseAddress = gateway.Address };
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await FloodAsync(http, "198.51.100.1"));

        // While the proxy was not known, its clients could not be told apart; now they are.
        await EditAsync(state, () => Write(perClient: 1, proxy: "127.0.0.1"));
        Assert.Contains(HttpStatusCode.TooManyRequests, await FloodAsync(http, "198.51.100.1"));
        Assert.Equal(HttpStatusCode.NotFound, (await FloodAsync(http, "198.51.100.2"))[0]);

        Write(perClient: -1, proxy: "everybody");
        await Eventually.HoldsAsync(() => state.LastErrors.Count == 2, "both errors were told", TestContext.Current.CancellationToken);
        Assert.Contains(HttpStatusCode.TooManyRequests, await FloodAsync(http, "198.51.100.3"));

        await EditAsync(state, () => Write(perClient: 0, proxy: "127.0.0.1"));
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await FloodAsync(http, "198.51.100.1"));
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> FloodAsync(HttpClient http, string client)
    {
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 8; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", client);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            statuses.Add(response.StatusCode);
        }

        return statuses;
    }

    private static async Task EditAsync(ConfigurationState state, Action edit)
    {
        var applied = state.AppliedAt;
        edit();
        await Eventually.HoldsAsync(() => state.AppliedAt != applied, "the edit took effect", TestContext.Current.CancellationToken);
    }

    private string Write(int perClient, string proxy) => _workplace.Write(
        "gateway.json",
        $$"""
        { "Gateway": {
          "KnownProxies": [ "{{proxy}}" ],
          "Limits": { "RequestsPerSecondPerClient": {{perClient}}, "BurstSeconds": 1 },
          "Services": { "shop": { "AppId": "shop", "Token": "token", "MessagePath": "/wx" } } } }
        """);
}
