using System.Net;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Access.Limits;

/// <summary>Rates by service and by client, over real sockets.</summary>
public sealed class RateLimitTests
{
    private static readonly PushOptions Once = new() { MaxDeliveries = 1 };

    [Fact]
    public async Task A_service_gets_what_it_takes_and_no_other_service_is_hurt()
    {
        await using var rig = await StartAsync(($"Services:{TestRig.Plain}:Limits:RequestsPerSecond", "2"), ("Limits:BurstSeconds", "2"));
        using var metrics = new CollectedMetrics(rig.Gateway.Meters, "WxYarpGateway.Gateway");

        var pushes = await FloodAsync(rig, TestRig.Plain, 12);
        var others = await FloodAsync(rig, TestRig.Safe, 12);

        var refused = pushes.Where(push => push.Last.Status == 429).ToList();
        Assert.InRange(refused.Count, 2, 8);
        Assert.All(refused, push => Assert.Equal(("", "1"), (push.Last.Body, push.Last.Headers["Retry-After"])));
        Assert.All(others, push => Assert.True(push.IsAnswered));
        Assert.Equal(12, rig.Outcomes.Of(TestRig.Plain));
        Assert.Equal(refused.Count, rig.Outcomes[TestRig.Plain, "Limited"]);
        Assert.Equal(24 - refused.Count, rig.Backend.Calls.Count);
        Assert.Equal(Enumerable.Repeat($"wxgateway.limits.refused service={TestRig.Plain} reason=service", refused.Count), metrics.All);

        await Eventually.HoldsAsync(async () => (await rig.PushAsync(TestRig.Plain, PushedMessage.Text("again"), Once)).IsAnswered,
            "the service recovered", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_limit_of_all_services_yields_to_a_services_own()
    {
        await using var rig = await StartAsync(("Limits:RequestsPerSecondPerService", "1"), ("Limits:BurstSeconds", "1"),
            ($"Services:{TestRig.Safe}:Limits:RequestsPerSecond", "0"));

        Assert.Contains(await FloodAsync(rig, TestRig.Plain, 6), push => push.Last.Status == 429);
        Assert.All(await FloodAsync(rig, TestRig.Safe, 6), push => Assert.True(push.IsAnswered));
    }

    [Fact]
    public async Task Nothing_of_WeChats_is_refused_by_default()
    {
        await using var rig = await StartAsync();

        Assert.All(await FloodAsync(rig, TestRig.Plain, 400), push => Assert.True(push.IsAnswered));
    }

    [Fact]
    public async Task A_client_that_knocks_at_every_door_is_sent_away_and_others_are_not()
    {
        await using var rig = await StartAsync(
            ("Limits:RequestsPerSecondPerClient", "3"), ("Limits:BurstSeconds", "1"), ("KnownProxies:0", "127.0.0.1"));
        using var http = new HttpClient { BaseAddress = rig.Gateway.Address };

        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 10; number++)
        {
            statuses.Add((await AskAsync(http, $"/{number}", "198.51.100.1")).Status);
        }

        Assert.Contains(HttpStatusCode.NotFound, statuses);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(http, "/", "198.51.100.2")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(http, "/", "2001:db8::1")).Status);
        Assert.True((await rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"),
            new PushOptions { Headers = new Dictionary<string, string> { ["X-Forwarded-For"] = "198.51.100.1" } })).IsAnswered);

        await Eventually.HoldsAsync(async () => (await AskAsync(http, "/", "198.51.100.1")).Status == HttpStatusCode.NotFound,
            "the client recovered", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_is_sent_away_is_told_when_to_come_back_in_words()
    {
        await using var rig = await StartAsync(("Limits:RequestsPerSecondPerClient", "1"), ("Limits:BurstSeconds", "1"));
        using var http = new HttpClient { BaseAddress = rig.Gateway.Address };
        var answer = await AskAsync(http, "/", null);
        while (answer.Status != HttpStatusCode.TooManyRequests)
        {
            answer = await AskAsync(http, "/", null);
        }

        Assert.Equal("1", answer.RetryAfter);
        Assert.Contains("请稍后再试", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_address_of_the_same_IPv6_network_is_the_same_client()
    {
        await using var rig = await StartAsync(
            ("Limits:RequestsPerSecondPerClient", "1"), ("Limits:BurstSeconds", "1"), ("KnownProxies:0", "127.0.0.1"));
        using var http = new HttpClient { BaseAddress = rig.Gateway.Address };

        var statuses = new List<HttpStatusCode>();
        for (var number = 1; number <= 8; number++)
        {
            statuses.Add((await AskAsync(http, "/", $"2001:db8:0:7::{number}")).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task The_clients_of_a_proxy_that_nobody_named_are_not_lumped_together()
    {
        await using var rig = await StartAsync(("Limits:RequestsPerSecondPerClient", "1"), ("Limits:BurstSeconds", "1"));
        using var http = new HttpClient { BaseAddress = rig.Gateway.Address };

        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(http, "/", $"198.51.100.{number}")).Status);
        }
    }

    [Fact]
    public async Task What_comes_in_on_the_internal_listener_has_no_limit()
    {
        await using var rig = await StartAsync(
            ("Limits:RequestsPerSecondPerClient", "1"), ("Limits:BurstSeconds", "1"), ("Limits:RequestsPerSecondPerService", "1"));
        using var http = new HttpClient { BaseAddress = rig.Gateway.InternalAddress };

        for (var number = 0; number < 20; number++)
        {
            using var response = await http.GetAsync(
                new Uri($"/tokens/{TestRig.Plain}/access_token", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_hand_written_route_is_its_owners()
    {
        await using var rig = await StartAsync(
            ("Limits:RequestsPerSecondPerClient", "1"),
            ("Limits:BurstSeconds", "1"),
            ("ReverseProxy:Routes:site:ClusterId", $"{TestRig.Plain}.message"),
            ("ReverseProxy:Routes:site:Match:Path", "/site/{**rest}"));
        using var http = new HttpClient { BaseAddress = rig.Gateway.Address };

        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "/site/page", null)).Status);
        }
    }

    private static Task<TestRig> StartAsync(params (string Key, string Value)[] settings)
        => TestRig.StartAsync(TestContext.Current.CancellationToken, settings);

    private static async Task<IReadOnlyList<PushResult>> FloodAsync(TestRig rig, string service, int pushes)
        => await Task.WhenAll(
            Enumerable.Range(0, pushes).Select(number => rig.PushAsync(service, PushedMessage.Text($"message {number}"), Once)));

    private static async Task<(HttpStatusCode Status, string? RetryAfter, string Body)> AskAsync(
        HttpClient http, string path, string? client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (client is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", client);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Headers.RetryAfter?.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
