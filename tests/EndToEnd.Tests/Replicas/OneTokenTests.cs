using System.Text.Json;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>One access token for all replicas, asked for once.</summary>
public sealed class OneTokenTests(ITestOutputHelper output)
{
    private const int Enough = 1_000;

    [Fact]
    public Task A_thousand_pushes_and_calls_while_the_token_expires_cost_one_request()
        => Topology.ShareAsync(
            // Renewed at half its life, and not served in its last ten seconds.
            () => Topology.StartAsync(3, TestContext.Current.CancellationToken, tokenLifetime: TimeSpan.FromSeconds(24)),
            ExpireUnderLoadAsync);

    [Fact]
    public Task A_hundred_callers_that_meet_a_revoked_token_cause_one_renewal_and_all_succeed()
        => Topology.ShareAsync(() => Topology.StartAsync(3, TestContext.Current.CancellationToken), RevokeUnderLoadAsync);

    [Fact]
    public Task Two_accounts_never_share_a_token()
        => Topology.ShareAsync(
            () => Topology.StartAsync(2, TestContext.Current.CancellationToken),
            static async topology =>
            {
                foreach (var appId in new[] { Topology.Shop, Topology.Other })
                {
                    await WarmUpAsync(topology, appId);
                    Assert.Equal(1, topology.WeChat.Calls.TokenRequests(appId));
                }
            });

    [Fact]
    public async Task A_holder_of_the_lease_that_is_killed_between_issue_and_write_blocks_nobody()
    {
        await using var topology = await Topology.StartAsync(3, TestContext.Current.CancellationToken);
        topology.WeChat.Faults.Add(ApiPath.StableToken, Fault.Delay(TimeSpan.FromSeconds(3)), times: 1);
        var doomed = topology.PushAsync(topology.Replicas[0].Address, options: new PushOptions { MaxDeliveries = 1 });
        await Eventually.HoldsAsync(() => topology.WeChat.Calls.TokenRequests(Topology.Shop) == 1, "the first replica asked for a token",
            TestContext.Current.CancellationToken);

        var killed = TimeProvider.System.GetTimestamp();
        await topology.Replicas[0].Process.KillAsync(TestContext.Current.CancellationToken);
        await doomed;
        PushResult result;
        do
        {
            result = await topology.PushAsync(topology.Replicas[1].Address);
            Assert.Equal("hello", result.Reply?["Content"]);
            Assert.InRange(result.Last.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4.8));
        }
        while (topology.Backend.Calls[^1].Json.TryGetProperty("userInfoError", out _)
            && TimeProvider.System.GetElapsedTime(killed) < TimeSpan.FromSeconds(40));

        var recovered = TimeProvider.System.GetElapsedTime(killed);
        output.WriteLine($"The others had a token {recovered.TotalSeconds:0.0} s after its holder was killed.");
        Assert.True(recovered < TimeSpan.FromSeconds(30), $"It took {recovered}.");
    }

    private async Task ExpireUnderLoadAsync(Topology topology)
    {
        using var http = new HttpClient();
        await topology.PushAsync(topology.Replicas[0].Address);
        Assert.Equal(1, topology.WeChat.Calls.TokenRequests(Topology.Shop));

        // The next one lives long, however long this machine takes for the rest.
        topology.Account.Switches.TokenLifetime = TimeSpan.FromHours(2);
        await WarmUpAsync(topology);
        var warm = topology.Backend.Calls.Count;
        var pushes = Load.Start(4, number => topology.PushAsync(topology.Replicas[number % 3].Address));
        var calls = new List<bool>();
        while (topology.WeChat.Calls.TokenRequests(Topology.Shop) < 2 || pushes.Count + calls.Count < Enough)
        {
            calls.AddRange(await Task.WhenAll(topology.Replicas.Select(replica => CallAsync(http, replica))));
        }

        var results = await pushes.StopAsync();

        Assert.All(results, result => Assert.Equal("hello", result.Reply?["Content"]));
        Assert.DoesNotContain(false, calls);
        Assert.DoesNotContain(topology.Backend.Calls.Skip(warm), call => call.Json.TryGetProperty("userInfoError", out _));
        Assert.Equal(2, topology.WeChat.Calls.TokenRequests(Topology.Shop));
        output.WriteLine(
            $"{results.Count} pushes and {calls.Count} calls, {topology.WeChat.Calls.TokenRequests(Topology.Shop)} token requests for " +
                $"two tokens.");
    }

    private static async Task RevokeUnderLoadAsync(Topology topology)
    {
        using var http = new HttpClient();
        await WarmUpAsync(topology);

        topology.WeChat.RevokeToken(Topology.Shop);
        var calls = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => CallAsync(http, topology.Replicas[number % 3])));

        Assert.DoesNotContain(false, calls);
        Assert.Equal(2, topology.WeChat.Calls.TokenRequests(Topology.Shop));
    }

    private static async Task WarmUpAsync(Topology topology, string appId = Topology.Shop)
    {
        // On a busy machine the first look-up may take longer than a message waits for it.
        foreach (var replica in topology.Replicas)
        {
            await Eventually.HoldsAsync(
                async () => (await topology.PushAsync(replica.Address, appId: appId)).IsAnswered
                    && topology.Backend.Calls[^1].Json.TryGetProperty("userInfo", out _),
                "messages had their user",
                TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> CallAsync(HttpClient http, Replica replica)
    {
        var json = await http.GetStringAsync(new Uri(replica.InternalAddress,
            $"/wxapi/{Topology.Shop}/cgi-bin/user/info?openid={Topology.User}"), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(json).RootElement.TryGetProperty("openid", out _);
    }
}
